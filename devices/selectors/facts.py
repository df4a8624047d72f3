"""Facts about steps for the observatory, as QuerySets that it compiles into its own statements."""

from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, FloatField, QuerySet
from django.db.models.functions import TruncWeek

from devices.days import DayState
from devices.models import PersonDay


class Median(Aggregate):
    """The middle value; between the two middle ones where their number is even."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def worn_days(first: date, last: date) -> QuerySet[PersonDay]:
    """People's days with a figure, zero included; days not worn and days without data say nothing about steps."""
    return PersonDay.objects.filter(date__range=(first, last), state__in=[DayState.COUNTED, DayState.ZERO])


def person_weeks(first: date, last: date) -> QuerySet[PersonDay, Any]:
    """A row for each person and ISO week with a worn day: `person_id`, `week` (Monday), `days`, `median_steps`."""
    weeks = worn_days(first, last).annotate(week=TruncWeek("date")).values("person_id", "week")
    return weeks.annotate(days=Count("date"), median_steps=Median("steps"))
