"""`manage.py load_postcodes FILE`: where each postcode lies, from the ONS Postcode Directory or a file like it."""

from collections.abc import Callable, Iterator
from typing import Unpack

from referrals import postcodes
from referrals.actions.people import places
from referrals.kit.actor import SCHEDULE
from referrals.kit.reference.command import LoadCommand, Options
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Column, Layout, Row, UnreadableError, code


def postcode(cell: str) -> str:
    """A postcode that is a place; ZZ99 stands for having none."""
    if (found := postcodes.parse(cell)) is None:
        raise UnreadableError("no-postcode", f"{cell[:40]!r} is no postcode")
    if found.startswith("ZZ99"):
        raise UnreadableError("no-place", f"{found} is no place: it stands for no fixed address, or one abroad")
    return found


def small_area(cell: str) -> str:
    """A small area's code; the directory has codes ending in 99999999 for islands without any."""
    if cell.endswith("99999999"):
        raise UnreadableError("no-small-area", f"{cell} stands for places without small areas")
    found: str = code(r"[EWSN][0-9]{8}", "code of a small area")(cell)
    return found


def degrees(least: float, most: float) -> Callable[[str], object]:
    """A coordinate within the United Kingdom; the directory writes 99.999999 and 0.000000 for none."""

    def reader(cell: str) -> float | None:
        try:
            found = float(cell)
        except ValueError as error:
            raise UnreadableError("no-coordinate", f"{cell[:40]!r} is no coordinate") from error
        if cell.startswith("99.9999") or not found:
            return None
        if not least <= found <= most:
            raise UnreadableError("no-coordinate", f"{cell[:40]!r} is not in the United Kingdom")
        return found

    return reader


class Command(LoadCommand):
    help = "Load postcodes with their small areas from CSV. A postcode that the file does not name stays."
    kind = "postcodes"
    layout = Layout(
        (
            Column("postcode", postcode, ("pcds",)),
            # Those of the edition of the index that is used: IMD 2019 has the areas of 2011, IMD 2025 those of 2021.
            Column("lsoa_code", small_area, ("lsoa11", "lsoa11cd", "lsoa21", "lsoa21cd")),
            Column("latitude", degrees(49, 61), ("lat",), None),
            Column("longitude", degrees(-9, 2), ("long", "lon"), None),
        )
    )

    def load(self, rows: Iterator[Row], edition: Edition, anomalies: Anomalies, **_options: Unpack[Options]) -> Counts:
        return places.load_postcodes(rows=rows, edition=edition, anomalies=anomalies, by=SCHEDULE)
