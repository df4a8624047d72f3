"""`manage.py recount`: a week's raw figures, for the operator's eyes only.

Slow and obvious on purpose: it goes through the facts one by one, so that it can check the statements that the
figures are made with. What it prints has not been through disclosure control and is on no page.
"""

from argparse import ArgumentParser
from collections import defaultdict
from datetime import date, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from observatory.dimensions import ALL, DIMENSIONS, UNKNOWN, Dimension
from observatory.measures import EVERY, Measure
from observatory.measures.measure import Span
from observatory.selectors import geographies, sources
from observatory.statistics.statistic import Fact
from referrals.kit.calendar import WEEK, parse_week


class Command(BaseCommand):
    """One line for each segment: its name, a tab, and the raw number."""

    help = "Count a week's measure again from the rows. Raw counts: for the operator only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--week", required=True, help="ISO week, like 2026-W11")
        parser.add_argument("--measure", required=True, choices=EVERY)
        parser.add_argument("--by", default=ALL, choices=DIMENSIONS)

    def handle(self, *args: object, week: str, measure: str, by: str, **options: object) -> None:
        try:
            monday = parse_week(week)
        except ValueError as error:
            raise CommandError(str(error)) from error
        counted, dimension = EVERY[measure], DIMENSIONS[by]
        if dimension not in counted.by:
            message = f"{counted.code} is not split by {dimension.code}."
            raise CommandError(message)
        of_segment = _facts(counted, dimension, Span(monday, monday + WEEK, timezone.now()))
        for segment in dimension.segments(geographies.of_dimensions().get(dimension.code, ())):
            number = counted.statistic.recount(of_segment[segment])
            self.stdout.write(f"{segment}\t{'-' if number is None else round(number, 2)}")


def _facts(measure: Measure, dimension: Dimension, span: Span) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in measure.facts(span):
        segment = segment_of(fact["who"], dimension, span.since)
        found[segment].append(Fact(fact["who"], fact.get("value")))
    return found


def segment_of(who: int, dimension: Dimension, week: date) -> str:
    """The segment that a person was in at the end of a week."""
    sunday = week + timedelta(days=6)
    known = dimension.segment(sources.row_of(dimension.source, who, sunday), sunday)
    if dimension.places and dimension.places.is_looked_up:
        return geographies.holding(dimension.places.kind, known, sunday) or UNKNOWN
    return known
