"""`manage.py load_residents FILE`: how many people live in each local authority, by sex, age and deprivation."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Unpack

from observatory.actions import populations
from observatory.reference import residents
from observatory.selectors import geographies
from referrals.kit.actor import SCHEDULE
from referrals.kit.reference.command import LoadCommand, Options, within
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Row


class Command(LoadCommand):
    help = (
        "Load the residents of small areas by sex and single year of age, as the ONS estimates them. Small areas are "
        "loaded before. The residents are the denominators of rates, so --within names the area that is served."
    )
    kind = "residents"
    layout = residents.LAYOUT

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        within(parser, "a local authority, or a region that holds some: only who lives there counts")

    def load(self, rows: Iterator[Row], edition: Edition, anomalies: Anomalies, **options: Unpack[Options]) -> Counts:
        areas = geographies.within(options["within"]) if options["within"] else None
        return populations.load_residents(rows=rows, edition=edition, anomalies=anomalies, by=SCHEDULE, areas=areas)
