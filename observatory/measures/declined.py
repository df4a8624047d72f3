"""How many people say no."""

from observatory.measures.measure import Measure, by_days
from observatory.statistics.count import COUNT
from observatory.words import gettext_noop as _
from referrals import facts

MEASURE = Measure(
    code="declined",
    order=30,
    title=_("Declined"),
    unit=_("referrals"),
    why=_("Whether the offer suits the people to whom it is made."),
    counts=_("Referrals that ended in the period because the person said no."),
    version=1,
    statistic=COUNT,
    facts=by_days(facts.refusals),
)
