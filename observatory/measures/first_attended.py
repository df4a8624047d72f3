"""How many onward referrals led to someone coming."""

from django.utils.translation import gettext_lazy as _

from observatory.measures.measure import Counting, Measure
from referrals import facts

MEASURE = Measure(
    code="first_attended",
    title=_("First attended"),
    unit=_("onward referrals"),
    why=_("Whether people get to the service that they were referred to: the step at which most are lost."),
    counts=_("Onward referrals whose first attended session was in the period."),
    definition_version=1,
    counting=Counting.EVENTS,
    facts=facts.first_attendances,
)
