"""In the middle: medians and means over people, hidden where they are few."""

import statistics
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from observatory import disclosure
from observatory.disclosure import NO_DATA, ONE_PLACE, WHOLE, Number, Shown
from observatory.statistics.statistic import Fact, RawCell, Statistic
from observatory.words import gettext_noop as _


def _show(cell: RawCell | None, base: Decimal) -> Shown:
    return disclosure.average(cell.value, cell.people, base) if cell else NO_DATA


def _mean(facts: Sequence[Fact]) -> Number | None:
    return statistics.mean(fact.value for fact in facts) if facts else None


def _median(facts: Sequence[Fact]) -> Number | None:
    return statistics.median(fact.value for fact in facts) if facts else None


def _median_of_means(facts: Sequence[Fact]) -> Number | None:
    values: dict[int, list[Decimal]] = defaultdict(list)
    for fact in facts:
        values[fact.who].append(Decimal(fact.value))
    return statistics.median(statistics.mean(own) for own in values.values()) if values else None


def mean(base: Decimal, unit: str) -> Statistic:
    """The mean of all values, to the nearest `base`."""
    return Statistic(
        code="mean",
        unit=unit,
        sql="SELECT period, dimension, segment, avg(value), count(DISTINCT who) FROM cell GROUP BY 1, 2, 3",
        recount=_mean,
        show=partial(_show, base=base),
        base=base,
    )


def median(base: Decimal, unit: str) -> Statistic:
    """Of each person the mean of their own values, of these means the middle one, to the nearest `base`.

    With an odd number of people that is one person's own mean: the base has to be coarse enough to name nobody.
    """
    return Statistic(
        code="median",
        unit=unit,
        sql="""
            SELECT period, dimension, segment, percentile_cont(0.5) WITHIN GROUP (ORDER BY mean), count(*)
            FROM (SELECT period, dimension, segment, who, avg(value) AS mean FROM cell GROUP BY 1, 2, 3, 4) AS means
            GROUP BY 1, 2, 3
        """,
        recount=_median_of_means,
        show=partial(_show, base=base),
        base=base,
    )


MEAN = mean(ONE_PLACE, _("on average"))
# How long something took, in days: the middle one of all, whoever waited.
DAYS = Statistic(
    code="days",
    unit=_("days"),
    sql="""
        SELECT period, dimension, segment, percentile_cont(0.5) WITHIN GROUP (ORDER BY value), count(DISTINCT who)
        FROM cell GROUP BY 1, 2, 3
    """,
    recount=_median,
    show=partial(_show, base=WHOLE),
)
