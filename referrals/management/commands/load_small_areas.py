"""`manage.py load_small_areas FILE [--boards FILE]`: small areas with their deprivation and local authority."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Unpack

from referrals.actions.people import places
from referrals.kit.actor import SCHEDULE
from referrals.kit.reference.command import LoadCommand, Options, rows_of_file
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Column, Layout, Row, code, number, text

SMALL_AREA = code(r"[EWSN][0-9]{8}", "code of a small area")
CODE = Column("code", SMALL_AREA, ("lsoa11cd", "lsoa21cd", "LSOA code (2011)", "LSOA code (2021)"))
BOARD = code(r"Q[A-Z0-9]{2}", "code of an integrated care board")
DECILE = "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"
BOARDS = Layout((CODE, Column("board_code", BOARD, ("icb_code", "icb23cdh", "icb24cdh"))))


class Command(LoadCommand):
    help = (
        "Load small areas from CSV; --edition is that of the Index of Multiple Deprivation, such as 2019. "
        "Another edition's small areas stay; the newest edition counts."
    )
    kind = "small_areas"
    layout = Layout(
        (
            CODE,
            Column("name", text(100), ("lsoa11nm", "lsoa21nm", "LSOA name (2011)", "LSOA name (2021)")),
            Column(
                "area_code",
                code(r"[EWSN][0-9]{8}", "code of a local authority"),
                ("lad19cd", "lad24cd", "Local Authority District code (2019)", "Local Authority District code (2024)"),
            ),
            Column(
                "area_name",
                text(100),
                ("lad19nm", "lad24nm", "Local Authority District name (2019)", "Local Authority District name (2024)"),
            ),
            Column("imd_decile", number(1, 10), ("imd19_decile", "imd25_decile", DECILE)),
            Column("board_code", BOARD, ("icb_code",), ""),
        )
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--boards", type=Path, help="a second file: in which board each small area lies")

    def load(self, rows: Iterator[Row], edition: Edition, anomalies: Anomalies, **options: Unpack[Options]) -> Counts:
        with ExitStack() as stack:
            second = options["boards"]
            boards = places.boards_of(rows_of_file(stack, second, BOARDS, anomalies)) if second else places.NO_BOARDS
            return places.load_small_areas(rows=rows, edition=edition, anomalies=anomalies, by=SCHEDULE, boards=boards)
