"""Of how many people referred the ethnic group is known."""

from observatory.dimensions import ALL, DIMENSIONS
from observatory.dimensions.ethnic_group import KNOWN
from observatory.measures.measure import Measure, Span
from observatory.statistics.share import SHARE_OF_PEOPLE
from observatory.words import gettext_noop as _
from referrals import facts


def _referrals(span: Span) -> facts.Facts:
    return facts.referrals_with_ethnicity(span.since, span.until, KNOWN)


MEASURE = Measure(
    code="ethnicity_known",
    order=210,
    title=_("Ethnic group known, of people referred"),
    why=_("Whether the figures by ethnic group speak of everybody."),
    counts=_(
        "Of the people referred in the period, those whose ethnic group was known at the end of each week in which "
        "they were referred."
    ),
    version=1,
    statistic=SHARE_OF_PEOPLE,
    facts=_referrals,
    by=(DIMENSIONS[ALL],),
    stands_beside=True,
)
