"""How many referrals a link worker takes on."""

from observatory.measures.measure import Measure, by_days
from observatory.statistics.count import COUNT
from observatory.words import gettext_noop as _
from referrals import facts

MEASURE = Measure(
    code="accepted",
    order=20,
    title=_("Accepted"),
    unit=_("referrals"),
    why=_("Whether those who are referred are taken on, and how soon."),
    counts=_(
        "Referrals that a link worker took on for the first time in the period, or that joined the support of someone "
        "who had a link worker already. A referral counts once, whoever holds it later."
    ),
    version=1,
    statistic=COUNT,
    facts=by_days(facts.first_claims),
)
