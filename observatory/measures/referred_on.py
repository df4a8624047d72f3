"""How many onward referrals link workers make."""

from observatory.measures.measure import Measure, by_days
from observatory.statistics.count import COUNT
from observatory.words import gettext_noop as _
from referrals import facts

MEASURE = Measure(
    code="referred_on",
    order=40,
    title=_("Referred on"),
    unit=_("onward referrals"),
    why=_("Whether support leads to something local."),
    counts=_(
        "Onward referrals to a service offered in the period, whether or not the service took the person. "
        "Entries made in error are left out."
    ),
    version=1,
    statistic=COUNT,
    facts=by_days(facts.onward_referrals),
)
