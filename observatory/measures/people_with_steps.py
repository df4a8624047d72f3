"""How many people's wearables count steps."""

from datetime import date, timedelta

from django.db.models import F

from devices.selectors import facts
from observatory.measures.measure import Measure, by_days
from observatory.statistics.count import PEOPLE
from observatory.words import gettext_noop as _
from referrals.facts import Facts


def _counted_days(since: date, until: date) -> Facts:
    days = facts.valid_days(since, until - timedelta(days=1)).filter(state="counted", person__restricted_at=None)
    return days.values(who=F("person_id"), day=F("date"))


MEASURE = Measure(
    code="people_with_steps",
    order=70,
    title=_("People with steps"),
    why=_("How many people the figures about steps rest on."),
    counts=_(
        "People with at least one valid day (10 hours or more of wear) in the period on which their wearable counted "
        "steps. A person counts once."
    ),
    version=2,
    statistic=PEOPLE,
    facts=by_days(_counted_days),
    is_rated=False,
)
