"""What of a figure may be shown, so that nobody is recognised in it: the HES rule of NHS England for areas.

Counts of 1 to 7 are hidden, 0 stays 0, the rest are rounded to the nearest 5; `all` and other totals are treated like
any segment and rounded on their own. What is worked out from people is hidden for 1 to 7 of them.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# A number as the database or Python works it out; what is shown is a Decimal.
Number = int | float | Decimal

MOST_HIDDEN = 7
COUNT_BASE = Decimal(5)
WHOLE = Decimal(1)
RATE_PER = 1000
ONE_PLACE = Decimal("0.1")
# None or all of fewer people than these say something of each of them.
FEWEST_ALIKE = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A published value; None is hidden where `suppressed`, and no data where not."""

    value: Decimal | None
    suppressed: bool = False


HIDDEN = Shown(None, suppressed=True)
NO_DATA = Shown(None)


def is_small(number: int) -> bool:
    """Whether so few people could be recognised."""
    return 1 <= number <= MOST_HIDDEN


def nearest(number: Number, base: Decimal) -> Decimal:
    """The nearest multiple of `base`. A tie goes up: 7.5 becomes 10 and 150, by hundreds, 200; a tie below 0 goes down.
    Counts have no ties.
    """
    return (Decimal(number) / base).to_integral_value(ROUND_HALF_UP) * base


def count(raw: int) -> Shown:
    """A count of people or events: 7 is hidden, 8 is 10, 12 is 10, 13 is 15."""
    return HIDDEN if is_small(raw) else Shown(nearest(raw, COUNT_BASE))


def average(raw: Number | None, people: int, base: Decimal) -> Shown:
    """A median or mean over some people, to the nearest `base`; no data over nobody."""
    if raw is None or people == 0:
        return NO_DATA
    return HIDDEN if is_small(people) else Shown(nearest(raw, base))


def share(part: int, whole: int) -> Shown:
    """A part in whole percent of things that are no people; no data of nothing."""
    return Shown(nearest(Decimal(100 * part) / whole, WHOLE)) if whole else NO_DATA


def percent(part: int, whole: int) -> Shown:
    """A share of people in whole percent, from the two counts as they would be shown; hidden if either is, and where
    none or all of a small group would be told of.
    """
    shown_part, shown_whole = count(part), count(whole)
    if shown_part.suppressed or shown_whole.suppressed:
        return HIDDEN
    if shown_part.value in {0, shown_whole.value} and 0 < whole < FEWEST_ALIKE:
        return HIDDEN
    return share(int(shown_part.value or 0), int(shown_whole.value or 0))


def rate(numerator: Shown, denominator: int | None) -> Decimal | None:
    """Per 1,000 of the population, to one decimal, from the shown count and the shown denominator."""
    if numerator.value is None or not denominator:
        return None
    return (RATE_PER * numerator.value / denominator).quantize(ONE_PLACE, ROUND_HALF_UP)
