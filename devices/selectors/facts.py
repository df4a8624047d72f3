"""Facts about steps for the observatory, as QuerySets that it compiles into its own statements."""

from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, FloatField, QuerySet
from django.db.models.functions import TruncWeek

from devices.days import VALID_FROM, DayState
from devices.models import PersonDay


class Median(Aggregate):
    """The middle value; between the two middle ones where their number is even."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def valid_days(first: date, last: date) -> QuerySet[PersonDay]:
    """People's days that say how much they walk: with a figure, zero included, that rests on enough minutes."""
    return PersonDay.objects.filter(
        date__range=(first, last), state__in=[DayState.COUNTED, DayState.ZERO], covered__gte=VALID_FROM
    )


def person_weeks(first: date, last: date) -> QuerySet[PersonDay, Any]:
    """A row for each person and ISO week with a valid day: `person_id`, `week` (Monday), `days`, `median_steps`."""
    weeks = valid_days(first, last).annotate(week=TruncWeek("date")).values("person_id", "week")
    return weeks.annotate(days=Count("date"), median_steps=Median("steps"))
