"""The day rules a second time: slow, obvious, straight from the contract's sentences."""

from datetime import datetime, timedelta
from fractions import Fraction

from devices.days import Interval


def minutes(reading: Interval) -> set[datetime]:
    """Every whole minute of an interval whose ends are whole minutes."""
    length = int(reading.length.total_seconds()) // 60
    return {reading.start + timedelta(minutes=number) for number in range(length)}


def day(readings: list[Interval]) -> tuple[str, int, float | None] | None:
    """State, steps and worn of a device's day; None without a reading."""
    left = list(readings)
    taken: list[Interval] = []
    while left:
        longest = max(left, key=lambda reading: (reading.end - reading.start, reading.seq, reading.id))
        left.remove(longest)
        if not any(minutes(longest) & minutes(other) for other in taken):
            taken.append(longest)
    if not taken:
        return None
    steps = sum(reading.steps for reading in taken)
    stated = [reading for reading in taken if reading.worn is not None]
    worn = None
    if stated:
        total = sum(len(minutes(reading)) for reading in stated)
        worn = round(float(sum(Fraction(r.worn or 0) * len(minutes(r)) for r in stated) / total), 2)
    if len(stated) == len(taken) and not any(reading.worn for reading in stated):
        return "not-worn", steps, worn
    return ("counted" if steps else "zero"), steps, worn
