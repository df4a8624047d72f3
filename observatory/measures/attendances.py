"""How many times people came."""

from observatory.measures.measure import Measure, by_days
from observatory.statistics.count import COUNT
from observatory.words import gettext_noop as _
from referrals import facts

MEASURE = Measure(
    code="attendances",
    order=60,
    title=_("Attendances"),
    unit=_("attendances"),
    why=_("Whether people keep coming. It depends on registers being marked."),
    counts=_(
        "Attended sessions in the period, by register or by reader at the door. One person at one session counts once."
    ),
    version=1,
    statistic=COUNT,
    facts=by_days(facts.attendances),
)
