"""What a device's day and a person's day are, from the standing readings. All times aware; days are London days."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import itemgetter
from uuid import UUID

# What the readings measure that make days.
METRIC = "steps"


class DayState(StrEnum):
    """What a day's figure means; a day without a reading is no zero."""

    COUNTED = "counted"
    ZERO = "zero"
    NOT_WORN = "not-worn"
    NO_DATA = "no-data"


@dataclass(frozen=True, slots=True)
class Interval:
    """A standing reading. `id` is its message's id; `worn` a percent, None where unstated."""

    start: datetime
    end: datetime
    seq: int
    id: str
    steps: int
    worn: float | None

    @property
    def length(self) -> timedelta:
        """Elapsed time, clock changes left out."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of a day with readings; `worn` (percent, two decimals) is None where none of them says it."""

    state: DayState
    steps: int
    worn: float | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One device's figure of the time that a person had it on a day; None without a reading."""

    device: UUID
    on_loan_since: datetime
    figure: Figure | None


def chosen(readings: Iterable[Interval]) -> list[Interval]:
    """The readings that count: the longest first, none that overlaps one already taken.

    So a whole-day or so-far-today total wins over its parts and nothing counts twice.
    """
    starts: list[datetime] = []
    taken: list[Interval] = []
    for reading in sorted(readings, key=lambda r: (r.length, r.seq, r.id), reverse=True):
        after = bisect_right(starts, reading.start)
        overlaps_before = after > 0 and taken[after - 1].end > reading.start
        overlaps_after = after < len(starts) and starts[after] < reading.end
        if not (overlaps_before or overlaps_after):
            starts.insert(after, reading.start)
            taken.insert(after, reading)
    return taken


def figure(readings: Iterable[Interval]) -> Figure | None:
    """The figure of one local day's standing readings (those that start on it) of one device; None without any."""
    taken = chosen(readings)
    if not taken:
        return None
    steps = sum(reading.steps for reading in taken)
    return Figure(_state(taken, steps), steps, _worn(taken))


def best(candidates: Iterable[Candidate]) -> Candidate | None:
    """The device whose figure is the person's: best worn (unstated last), then longest on loan, then lowest id."""
    ranked = [(_rank(candidate, found), candidate) for candidate in candidates if (found := candidate.figure)]
    return min(ranked, key=itemgetter(0), default=(None, None))[1]


def _rank(candidate: Candidate, found: Figure) -> tuple[float, datetime, UUID]:
    return (1.0 if found.worn is None else -found.worn, candidate.on_loan_since, candidate.device)


def _state(taken: Sequence[Interval], steps: int) -> DayState:
    if all(reading.worn == 0 for reading in taken):
        return DayState.NOT_WORN
    return DayState.COUNTED if steps else DayState.ZERO


def _worn(taken: Sequence[Interval]) -> float | None:
    stated = [(reading.worn, reading.length.total_seconds()) for reading in taken if reading.worn is not None]
    if not stated:
        return None
    return round(sum(worn * seconds for worn, seconds in stated) / sum(seconds for _, seconds in stated), 2)
