"""What a device's day and a person's day are, from the standing readings. All times aware; days are London days."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


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
    """A day's figure: `steps` and `worn` (percent, two decimals) are None where nothing says them."""

    state: DayState
    steps: int | None
    worn: float | None


NO_DATA = Figure(DayState.NO_DATA, None, None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One device's figure of the time that a person had it on a day."""

    device: UUID
    on_loan_since: datetime
    figure: Figure


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


def figure(readings: Iterable[Interval]) -> Figure:
    """The figure of one local day's standing readings (those that start on it) of one device."""
    taken = chosen(readings)
    if not taken:
        return NO_DATA
    steps = sum(reading.steps for reading in taken)
    return Figure(_state(taken, steps), steps, _worn(taken))


def best(candidates: Iterable[Candidate]) -> Candidate | None:
    """The device whose figure is the person's: best worn (unstated last), then longest on loan, then lowest id."""
    with_data = [candidate for candidate in candidates if candidate.figure.state != DayState.NO_DATA]
    return min(with_data, key=_rank, default=None)


def _rank(candidate: Candidate) -> tuple[float, datetime, UUID]:
    worn = candidate.figure.worn
    return (1.0 if worn is None else -worn, candidate.on_loan_since, candidate.device)


def _state(taken: Sequence[Interval], steps: int) -> DayState:
    if all(reading.worn == 0 for reading in taken):
        return DayState.NOT_WORN
    return DayState.COUNTED if steps else DayState.ZERO


def _worn(taken: Sequence[Interval]) -> float | None:
    stated = [(reading.worn, reading.length.total_seconds()) for reading in taken if reading.worn is not None]
    if not stated:
        return None
    return round(sum(worn * seconds for worn, seconds in stated) / sum(seconds for _, seconds in stated), 2)
