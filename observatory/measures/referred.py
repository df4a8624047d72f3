"""How many referrals arrive."""

from observatory.measures.measure import Measure, by_days
from observatory.statistics.count import COUNT
from observatory.words import gettext_noop as _
from referrals import facts

MEASURE = Measure(
    code="referred",
    order=10,
    title=_("Referred"),
    unit=_("referrals"),
    why=_("Whether social prescribing reaches people, and which groups it does not reach."),
    counts=_(
        "Referrals sent to a link worker team in the period, by GP practices, other agencies and people themselves. "
        "Someone referred twice counts twice."
    ),
    version=1,
    statistic=COUNT,
    facts=by_days(facts.referrals),
)
