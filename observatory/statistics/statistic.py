"""What a statistic is: how facts become a number in SQL and, slowly, in Python; and what of it may be shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from observatory.disclosure import WHOLE, Number, Shown


@dataclass(frozen=True, slots=True)
class Fact:
    """Whose it is (a person's key, or that of what is counted instead), and its value where it has one."""

    who: int
    value: Any = None


@dataclass(frozen=True, slots=True)
class RawCell:
    """A value before disclosure control and how many people it is of; for a share also its two counts."""

    value: Number
    people: int
    part: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Statistic:
    """A statistic.

    `sql` reads the rows of `cell` (period, dimension, segment, who and perhaps value) and gives for each period,
    dimension and segment the fields of a RawCell in their order. `recount` gives the same value from the facts of one
    such cell, None where nothing says anything. `show` hides and rounds a cell; None is an empty one.
    `unit` is what is counted unless the measure says it; `base` is what figures are rounded to; `has_rate`: whether the
    figures may be set against a population.
    """

    code: str
    unit: str
    sql: str
    recount: Callable[[Sequence[Fact]], Number | None]
    show: Callable[[RawCell | None], Shown]
    base: Decimal = WHOLE
    has_rate: bool = False

    @property
    def digits(self) -> int:
        """Decimal places of its figures."""
        exponent = self.base.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
