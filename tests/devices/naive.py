"""The day rules a second time: slow, obvious, straight from the contract's sentences."""

from datetime import datetime, timedelta
from fractions import Fraction
from itertools import combinations

from devices.days import Interval

# State, steps, worn, covered, doubtful.
Day = tuple[str, int, float | None, float, bool]


def minutes(reading: Interval) -> set[datetime]:
    """Every whole minute of an interval whose ends are whole minutes."""
    length = int(reading.length.total_seconds()) // 60
    return {reading.start + timedelta(minutes=number) for number in range(length)}


def day(readings: list[Interval]) -> Day | None:
    """A device's day; None without a reading."""
    left = list(readings)
    taken: list[Interval] = []
    skipped: list[Interval] = []
    covered: set[datetime] = set()
    worth = Fraction()
    while left:
        longest = max(left, key=lambda reading: (reading.end - reading.start, reading.seq, reading.id))
        left.remove(longest)
        its = minutes(longest)
        if len(its & covered) > Fraction(len(its), 20):
            skipped.append(longest)
            continue
        taken.append(longest)
        worth += len(its - covered) * Fraction(100 if longest.worn is None else longest.worn) / 100
        covered |= its
    if not taken:
        return None
    steps = sum(reading.steps for reading in taken)
    doubtful = any(cannot_be(reading, skipped) for reading in taken)
    return state(taken, steps), steps, worn(taken), round(float(worth), 2), doubtful


def state(taken: list[Interval], steps: int) -> str:
    if all(reading.worn == 0 for reading in taken):
        return "not-worn"
    return "counted" if steps else "zero"


def worn(taken: list[Interval]) -> float | None:
    stated = [reading for reading in taken if reading.worn is not None]
    if not stated:
        return None
    total = sum(len(minutes(reading)) for reading in stated)
    return round(float(sum(Fraction(r.worn or 0) * len(minutes(r)) for r in stated) / total), 2)


def cannot_be(whole: Interval, skipped: list[Interval]) -> bool:
    """Whether some of the skipped ones within it, which count nothing twice, add up to more."""
    within = [reading for reading in skipped if minutes(reading) <= minutes(whole)]
    return any(
        sum(reading.steps for reading in some) > whole.steps
        for number in range(1, len(within) + 1)
        for some in combinations(within, number)
        if all(go_together(first, second) for first, second in combinations(some, 2))
    )


def go_together(first: Interval, second: Interval) -> bool:
    """Whether they share at most a twentieth of the shorter one."""
    shorter = min(len(minutes(first)), len(minutes(second)))
    return len(minutes(first) & minutes(second)) <= Fraction(shorter, 20)
