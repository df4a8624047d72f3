"""`manage.py load_list_sizes FILE`: how many people are on each practice's list, by sex and age."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Unpack

from observatory.actions import populations
from observatory.reference import list_sizes
from observatory.selectors import geographies
from referrals.kit.actor import SCHEDULE
from referrals.kit.reference.command import LoadCommand, Options, within
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Row


class Command(LoadCommand):
    help = (
        "Load practices' lists as NHS England publishes them each month: totals, or by sex and single year of age. "
        "They are the denominators of rates, so --within names the area that is served."
    )
    kind = "list_sizes"
    layout = list_sizes.LAYOUT

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        within(parser, "a board, network or practice: only the lists in it count")

    def load(self, rows: Iterator[Row], edition: Edition, anomalies: Anomalies, **options: Unpack[Options]) -> Counts:
        practices = geographies.within(options["within"]) if options["within"] else None
        return populations.load_list_sizes(
            rows=rows, edition=edition, anomalies=anomalies, by=SCHEDULE, practices=practices
        )
