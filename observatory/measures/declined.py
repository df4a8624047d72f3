"""How many people say no."""

from django.utils.translation import gettext_lazy as _

from observatory.measures.measure import Counting, Measure
from referrals import facts

MEASURE = Measure(
    code="declined",
    title=_("Declined"),
    unit=_("referrals"),
    why=_("Whether the offer suits the people to whom it is made."),
    counts=_("Referrals that ended in the period because the person said no."),
    definition_version=1,
    counting=Counting.EVENTS,
    facts=facts.refusals,
)
