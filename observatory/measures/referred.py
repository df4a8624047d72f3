"""How many referrals arrive."""

from django.utils.translation import gettext_lazy as _

from observatory.measures.measure import Counting, Measure
from referrals import facts

MEASURE = Measure(
    code="referred",
    title=_("Referred"),
    unit=_("referrals"),
    why=_("Whether social prescribing reaches people, and which groups it does not reach."),
    counts=_(
        "Referrals sent to a link worker team in the period, by GP practices, other agencies and people themselves. "
        "Someone referred twice counts twice."
    ),
    definition_version=1,
    counting=Counting.EVENTS,
    facts=facts.referrals,
)
