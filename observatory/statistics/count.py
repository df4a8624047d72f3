"""How many: facts, or the people whom they are of."""

from observatory import disclosure
from observatory.disclosure import COUNT_BASE, Shown
from observatory.statistics.statistic import RawCell, Statistic
from observatory.words import gettext_noop as _


def _show(cell: RawCell | None) -> Shown:
    """A segment in which nothing happened is a figure too: 0."""
    return disclosure.count(int(cell.value) if cell else 0)


COUNT = Statistic(
    code="count",
    unit=_("events"),
    sql="SELECT period, dimension, segment, count(*), count(DISTINCT who) FROM cell GROUP BY 1, 2, 3",
    recount=len,
    show=_show,
    base=COUNT_BASE,
    has_rate=True,
)
PEOPLE = Statistic(
    code="people",
    unit=_("people"),
    sql="SELECT period, dimension, segment, count(DISTINCT who), count(DISTINCT who) FROM cell GROUP BY 1, 2, 3",
    recount=lambda facts: len({fact.who for fact in facts}),
    show=_show,
    base=COUNT_BASE,
    has_rate=True,
)
