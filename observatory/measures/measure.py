"""What a measure is: a weekly number with a reason, defined once and compiled into SQL by `figures.counting`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from observatory.definitions import Definition
from observatory.dimensions import DIMENSIONS, Dimension
from observatory.statistics.statistic import Statistic
from referrals.facts import Facts


@dataclass(frozen=True, slots=True)
class Span:
    """London days from `since` to before `until`, as the record knows them at `now`."""

    since: date
    until: date
    now: datetime


# Rows of `who`, `day` and, where the statistic needs it, `value`.
FactSource = Callable[[Span], Facts]


def by_days(source: Callable[[date, date], Facts]) -> FactSource:
    """The facts of a source that asks for the first day and the day after the last, whenever it is asked."""
    return lambda span: source(span.since, span.until)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure. `counts` says in words exactly what is counted; a change of it raises `version`.

    `order` is its place in the pathway. `unit`: the statistic's unless said. `is_rated`: whether a rate per 1,000 of
    the population says something, if the statistic has one at all. `by`: the dimensions that it is split by.
    `stands_beside`: see `Definition`.
    """

    code: str
    order: int
    title: str
    why: str
    counts: str
    version: int
    statistic: Statistic
    facts: FactSource
    unit: str = ""
    is_rated: bool = True
    by: tuple[Dimension, ...] = tuple(DIMENSIONS.values())
    stands_beside: bool = False

    @property
    def has_rate(self) -> bool:
        """Whether its figures are set against a population."""
        return self.is_rated and self.statistic.has_rate

    @property
    def definition(self) -> Definition:
        """What a release keeps of it."""
        return Definition(
            code=self.code,
            title=self.title,
            unit=self.unit or self.statistic.unit,
            why=self.why,
            counts=self.counts,
            version=self.version,
            statistic=self.statistic.code,
            digits=self.statistic.digits,
            stands_beside=self.stands_beside,
        )
