"""How many of the sessions that were held have a marked register."""

from observatory.dimensions import ALL, DIMENSIONS
from observatory.measures.measure import Measure, Span
from observatory.statistics.share import SHARE_OF_THINGS
from observatory.words import gettext_noop as _
from referrals import facts


def _held_sessions(span: Span) -> facts.Facts:
    return facts.held_sessions(span.since, span.until, span.now)


MEASURE = Measure(
    code="registers_marked",
    order=200,
    title=_("Registers marked, of sessions held"),
    why=_("Whether a low number of attendances means that few people came."),
    counts=_("Of the period's sessions that are over and were not cancelled, those whose register is marked."),
    version=1,
    statistic=SHARE_OF_THINGS,
    facts=_held_sessions,
    by=(DIMENSIONS[ALL],),
    stands_beside=True,
)
