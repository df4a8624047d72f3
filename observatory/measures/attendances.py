"""How many times people came."""

from django.utils.translation import gettext_lazy as _

from observatory.measures.measure import Counting, Measure
from referrals import facts

MEASURE = Measure(
    code="attendances",
    title=_("Attendances"),
    unit=_("attendances"),
    why=_("Whether people keep coming. It depends on registers being marked."),
    counts=_(
        "Attended sessions in the period, by register or by reader at the door. One person at one session counts once."
    ),
    definition_version=1,
    counting=Counting.EVENTS,
    facts=facts.attendances,
)
