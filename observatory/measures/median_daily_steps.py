"""How much people walk."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from devices.selectors import facts
from observatory.measures.measure import Counting, Measure


def _worn_days(since: date, until: date) -> QuerySet[Any, Any]:
    days = facts.worn_days(since, until - timedelta(days=1)).filter(person__restricted_at=None)
    return days.values(who=F("person_id"), day=F("date"), value=F("steps"))


MEASURE = Measure(
    code="median_daily_steps",
    title=_("Median daily steps"),
    unit=_("steps a day"),
    why=_("Whether people who were lent a wearable become more active."),
    counts=_(
        "For each person the mean of their daily steps over the days of the period on which the wearable was worn "
        "(days of 0 steps included); of these means the middle one, to the nearest 100."
    ),
    definition_version=1,
    counting=Counting.MEDIAN_OF_MEANS,
    facts=_worn_days,
    has_rate=False,
)
