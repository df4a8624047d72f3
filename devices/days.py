"""What a device's day and a person's day are, from the standing readings. All times aware; days are London days."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter, itemgetter
from uuid import UUID

# What the readings measure that make days.
METRIC = "steps"
# Clocks that run a few seconds apart cost nothing: of its own length, so much of a reading may be there already.
MAY_OVERLAP = 20
# Covered minutes from which a day says how much somebody walks.
VALID_FROM = 600
MINUTE = timedelta(minutes=1)
# Percent.
WHOLE = 100


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
    """The figure of a day with readings; `worn` (percent, two decimals) is None where none of them says it.

    `covered` are the minutes that it rests on (two decimals), wear taken into account where it is stated. `doubtful`:
    a total cannot be true, since its parts add up to more.
    """

    state: DayState
    steps: int
    worn: float | None
    covered: float
    doubtful: bool

    @property
    def valid(self) -> bool:
        """Whether the day says how much somebody walks."""
        return self.covered >= VALID_FROM


@dataclass(frozen=True, slots=True)
class Candidate:
    """One device's figure of the time that a person had it on a day; None without a reading."""

    device: UUID
    on_loan_since: datetime
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A reading that counts. `fresh` is its time that no reading taken before it covers."""

    reading: Interval
    fresh: timedelta


def chosen(readings: Iterable[Interval]) -> list[Interval]:
    """The readings that count, in the order of time: the longest first, none that is mostly there already."""
    return [taken.reading for taken in sorted(_take(_longest_first(readings))[0], key=attrgetter("reading.start"))]


def figure(readings: Iterable[Interval]) -> Figure | None:
    """The figure of one local day's standing readings (those that start on it) of one device; None without any."""
    taken, skipped = _take(_longest_first(readings))
    if not taken:
        return None
    counted = [one.reading for one in taken]
    steps = sum(reading.steps for reading in counted)
    return Figure(_state(counted, steps), steps, _worn(counted), _covered(taken), _is_doubtful(counted, skipped))


def at_least(readings: Iterable[Interval]) -> int:
    """The most that readings add up to when nothing counts twice: so much was walked in their time.

    Of totals so far that grow, only the last one adds to it. A counter that started again is found out by it.
    """
    ordered = sorted(readings, key=attrgetter("end", "start", "id"))
    ends = [reading.end for reading in ordered]
    # The most that the first none, one, two, ... of them add up to; and the most with each of them as the last.
    most, with_it = [0], list[int]()
    for reading in ordered:
        apart = bisect_right(ends, reading.start)
        close = range(apart, bisect_right(ends, reading.start + reading.length / MAY_OVERLAP))
        linked = [with_it[n] for n in close if ends[n] - ordered[n].length / MAY_OVERLAP <= reading.start]
        with_it.append(reading.steps + max([most[apart], *linked]))
        most.append(max(most[-1], with_it[-1]))
    return most[-1]


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


def _longest_first(readings: Iterable[Interval]) -> list[Interval]:
    return sorted(readings, key=attrgetter("length", "seq", "id"), reverse=True)


def _take(readings: Iterable[Interval]) -> tuple[list[Taken], list[Interval]]:
    """Of readings, the longest first: those that count, and those that are skipped.

    A whole-day or so-far-today total wins over its parts, and nothing counts twice.
    """
    taken: list[Taken] = []
    skipped: list[Interval] = []
    # The time that is covered: spans that do not touch, in order.
    starts: list[datetime] = []
    ends: list[datetime] = []
    for reading in readings:
        first, last = bisect_left(ends, reading.start), bisect_right(starts, reading.end)
        spans = list(zip(starts[first:last], ends[first:last], strict=True))
        known = sum((min(reading.end, end) - max(reading.start, start) for start, end in spans), timedelta())
        if known * MAY_OVERLAP > reading.length:
            skipped.append(reading)
            continue
        taken.append(Taken(reading, reading.length - known))
        starts[first:last] = [min([reading.start, *starts[first:last]])]
        ends[first:last] = [max([reading.end, *ends[first:last]])]
    return taken, skipped


def _is_doubtful(counted: Sequence[Interval], skipped: Iterable[Interval]) -> bool:
    """Whether a total is less than what the skipped ones within it add up to."""
    in_order = sorted(skipped, key=attrgetter("start"))
    starts = [reading.start for reading in in_order]
    for whole in counted:
        begun = in_order[bisect_left(starts, whole.start) : bisect_left(starts, whole.end)]
        if whole.steps < at_least(reading for reading in begun if reading.end <= whole.end):
            return True
    return False


def _covered(taken: Sequence[Taken]) -> float:
    """Minutes; what two readings cover counts as the one that was taken first says."""
    percents = [WHOLE if one.reading.worn is None else one.reading.worn for one in taken]
    minutes = sum(one.fresh / MINUTE * percent for one, percent in zip(taken, percents, strict=True)) / WHOLE
    return round(minutes, 2)
