"""How many people's wearables count steps."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from devices.selectors import facts
from observatory.measures.measure import Counting, Measure


def _counted_days(since: date, until: date) -> QuerySet[Any, Any]:
    days = facts.worn_days(since, until - timedelta(days=1)).filter(state="counted", person__restricted_at=None)
    return days.values(who=F("person_id"), day=F("date"))


MEASURE = Measure(
    code="people_with_steps",
    title=_("People with steps"),
    unit=_("people"),
    why=_("How many people the figures about steps rest on."),
    counts=_("People with at least one day in the period on which their wearable counted steps. A person counts once."),
    definition_version=1,
    counting=Counting.PEOPLE,
    facts=_counted_days,
    has_rate=False,
)
