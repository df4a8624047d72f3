"""How many onward referrals led to someone coming."""

from observatory.measures.measure import Measure, by_days
from observatory.statistics.count import COUNT
from observatory.words import gettext_noop as _
from referrals import facts

MEASURE = Measure(
    code="first_attended",
    order=50,
    title=_("First attended"),
    unit=_("onward referrals"),
    why=_("Whether people get to the service that they were referred to: the step at which most are lost."),
    counts=_("Onward referrals whose first attended session was in the period."),
    version=1,
    statistic=COUNT,
    facts=by_days(facts.first_attendances),
)
