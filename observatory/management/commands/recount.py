"""`manage.py recount`: a week's raw counts, for the operator's eyes only.

Slow and obvious on purpose: it goes through the facts one by one, so that it can check the statements that the
figures are made with. What it prints has not been through disclosure control and is on no page.
"""

from argparse import ArgumentParser
from collections import defaultdict
from datetime import date, timedelta
from statistics import mean, median
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from observatory import segments
from observatory.measures import MEASURES
from observatory.measures.measure import Counting
from referrals import facts
from referrals.kit.calendar import WEEK, parse_week

# One of a week's facts: whose it is, and its value where it has one.
Fact = tuple[int, int | None]


class Command(BaseCommand):
    """One line for each segment: its name, a tab, and the raw number."""

    help = "Count a week's measure again from the rows. Raw counts: for the operator only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--week", required=True, help="ISO week, like 2026-W11")
        parser.add_argument("--measure", required=True, choices=MEASURES)
        parser.add_argument("--by", default="all", choices=segments.DIMENSIONS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            week = parse_week(options["week"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        measure = MEASURES[options["measure"]]
        of_segment: dict[str, list[Fact]] = defaultdict(list)
        for fact in measure.facts(week, week + WEEK):
            of_segment[segment_of(fact["who"], options["by"], week)].append((fact["who"], fact.get("value")))
        for segment in segments.keys(options["by"], facts.areas()):
            self.stdout.write(f"{segment}\t{number(measure.counting, of_segment[segment])}")


def segment_of(who: int, dimension: str, week: date) -> str:
    """The segment that a person was in at the end of a week."""
    sunday = week + timedelta(days=6)
    if dimension in {"age_band", "sex"}:
        person = facts.people().get(pk=who)
        return segments.sex(person["sex"]) if dimension == "sex" else segments.age_band(person["born_on"], sunday)
    if dimension == "ethnic_group":
        return segments.ethnic_group(_value_on(facts.ethnicities(), who, sunday).get("category"))
    address = _value_on(facts.addresses(), who, sunday)
    by_address = {
        "imd_quintile": segments.imd_quintile(address.get("imd_decile")),
        "area": segments.area(address.get("area_code")),
    }
    return by_address.get(dimension, segments.ALL)


def number(counting: Counting, of_segment: list[Fact]) -> str:
    """What a segment's facts come to; a dash for a median over nobody."""
    if counting is Counting.EVENTS:
        return str(len(of_segment))
    of_person: dict[int, list[int]] = defaultdict(list)
    for who, value in of_segment:
        of_person[who].append(value or 0)
    if counting is Counting.PEOPLE:
        return str(len(of_person))
    return str(round(median(mean(values) for values in of_person.values()), 2)) if of_person else "-"


def _value_on(rows: facts.Facts, who: int, day: date) -> dict[str, Any]:
    """The dated value of a person that holds on a day; empty where none does."""
    for row in rows.filter(person=who):
        if row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"]):
            return dict(row)
    return {}
