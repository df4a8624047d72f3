"""How many onward referrals link workers make."""

from django.utils.translation import gettext_lazy as _

from observatory.measures.measure import Counting, Measure
from referrals import facts

MEASURE = Measure(
    code="referred_on",
    title=_("Referred on"),
    unit=_("onward referrals"),
    why=_("Whether support leads to something local."),
    counts=_(
        "Onward referrals to a service offered in the period, whether or not the service took the person. "
        "Entries made in error are left out."
    ),
    definition_version=1,
    counting=Counting.EVENTS,
    facts=facts.onward_referrals,
)
