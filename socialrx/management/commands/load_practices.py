"""`manage.py load_practices FILE`: the register of practices, as places of figures and as organisations of the area."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Unpack

from django.utils import timezone

from observatory.actions import geographies
from observatory.reference import practices
from observatory.selectors import geographies as places
from referrals.actions.organisation import bodies
from referrals.actions.organisation.bodies import BodyDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import local_day
from referrals.kit.reference.command import LoadCommand, Options, within
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Row
from referrals.selectors.organisation import organisations


class Command(LoadCommand):
    help = (
        "Load GP practices from the Organisation Data Service's epraccur.csv: when each began and ended, and in which "
        "board it is. With --within the practices of an area become organisations that people are referred from; "
        "organisations that are there already are renamed, ended and opened again as the file says."
    )
    kind = "practices"
    layout = practices.LAYOUT

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        within(parser, "a board, network or practice whose practices become organisations")
        parser.add_argument("--part", action="store_true", help="the file is a part of the register: others stay")

    def load(self, rows: Iterator[Row], edition: Edition, anomalies: Anomalies, **options: Unpack[Options]) -> Counts:
        counts = geographies.load_practices(
            rows=rows, edition=edition, anomalies=anomalies, by=SCHEDULE, is_part=options["part"]
        )
        codes = organisations.codes() | (places.within(options["within"]) if options["within"] else set())
        found = bodies.follow(bodies=_bodies(codes), by=SCHEDULE, today=local_day(timezone.now()))
        self.stdout.write(
            f"organisations: {found.new:,} new, {found.changed:,} changed, {found.same:,} same, {found.ended:,} ended"
        )
        return counts


def _bodies(codes: set[str]) -> Iterable[BodyDraft]:
    began = places.began(codes)
    for code, place in places.newest(codes).items():
        if place.kind in bodies.KINDS:
            yield BodyDraft(code, place.kind, place.name, place.parent, began[code], place.valid_to)
