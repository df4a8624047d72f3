"""How many referrals a link worker takes on."""

from django.utils.translation import gettext_lazy as _

from observatory.measures.measure import Counting, Measure
from referrals import facts

MEASURE = Measure(
    code="accepted",
    title=_("Accepted"),
    unit=_("referrals"),
    why=_("Whether those who are referred are taken on, and how soon."),
    counts=_(
        "Referrals that a link worker took on for the first time in the period, or that joined the support of someone "
        "who had a link worker already. A referral counts once, whoever holds it later."
    ),
    definition_version=1,
    counting=Counting.EVENTS,
    facts=facts.first_claims,
)
