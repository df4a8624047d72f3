"""How much people walk."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F

from devices.selectors import facts
from observatory.measures.measure import Measure, by_days
from observatory.statistics.averages import median
from observatory.words import gettext_noop as _
from referrals.facts import Facts


def _valid_days(since: date, until: date) -> Facts:
    days = facts.valid_days(since, until - timedelta(days=1)).filter(person__restricted_at=None)
    return days.values(who=F("person_id"), day=F("date"), value=F("steps"))


MEASURE = Measure(
    code="median_daily_steps",
    order=80,
    title=_("Median daily steps"),
    why=_("Whether people who were lent a wearable become more active."),
    counts=_(
        "For each person the mean of their daily steps over the valid days of the period (10 hours or more of wear; "
        "days of 0 steps included); of these means the middle one, to the nearest 100."
    ),
    version=2,
    statistic=median(Decimal(100), unit=_("steps a day")),
    facts=by_days(_valid_days),
)
