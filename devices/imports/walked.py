"""What every file comes down to.

Whatever stands in a file, a row is walked steps or says why it is left out: a number that no table holds and a moment
beyond the calendar (an OverflowError of whoever reckons with it) are no other case than a word in the place of one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from devices.payloads import UnfitError, read_count
from referrals.kit.calendar import LONDON, day_starts

HOUR = timedelta(hours=1)
# Of a number of nanoseconds, and of the largest that a table holds.
MOST_DIGITS = 19


class Why(StrEnum):
    """Why a row is left out."""

    NO_DATE = "no-date"
    NO_NUMBER = "no-number"
    TWICE = "twice"
    TYPED_IN = "typed-in"
    NOT_A_TOTAL = "not-a-total"
    NOT_THE_SHAPE = "not-the-shape"


@dataclass(frozen=True, slots=True)
class Walked:
    """The steps of an interval (UTC). `row` says where in the file: a line, or which one of a list, from 1."""

    row: int
    start: datetime
    end: datetime
    steps: int


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that says nothing usable."""

    row: int
    why: Why


class UnreadableFileError(ValueError):
    """A file that no reader knows, or that has to be told more about; the text says what, for a person."""


Row = Walked | RowError


def steps_of(value: object) -> int:
    """A whole number of steps from 0 that a table can hold, as a number or as text; UnfitError."""
    if isinstance(value, str):
        digits = value.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS):
            raise UnfitError
        return read_count(int(digits))
    if isinstance(value, float):
        raise UnfitError
    return read_count(value)


def london_day(row: int, day: date, steps: int) -> Row:
    """A day's total, the day being London's: 23 or 25 hours long when the clocks change."""
    try:
        start, end = (day_starts(one).astimezone(UTC) for one in (day, day + timedelta(days=1)))
    except OverflowError:
        return RowError(row, Why.NO_DATE)
    return Walked(row, start, end, steps)


def by_the_clock(rows: Iterable[tuple[int, datetime, int]], length: timedelta) -> Iterator[Row]:
    """Totals of hours or minutes whose beginnings are what a clock in London showed.

    What stands in the hour that is skipped in spring joins the hour before. In autumn, the hour that comes twice is
    meant for the second time when it is named again.
    """
    walked: dict[datetime, Walked] = {}
    named: set[datetime] = set()
    for row, clock, steps in rows:
        local = clock.replace(tzinfo=LONDON)
        comes_again = clock in named
        if comes_again and not _is_named_twice(local):
            yield RowError(row, Why.TWICE)
            continue
        named.add(clock)
        try:
            start = local.replace(fold=int(comes_again)).astimezone(UTC)
            if start.astimezone(LONDON).replace(tzinfo=None) != clock:
                start -= HOUR
            end = start + length
        except OverflowError:
            yield RowError(row, Why.NO_DATE)
            continue
        so_far = walked[start].steps if start in walked else 0
        walked[start] = Walked(row, start, end, so_far + steps)
    yield from walked.values()


def _is_named_twice(local: datetime) -> bool:
    """Whether a clock shows this hour again when it is put back."""
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return first is not None and second is not None and first > second
