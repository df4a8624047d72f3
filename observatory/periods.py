"""The periods that figures are for: ISO weeks, and blocks of exactly 13 of them that never overlap.

Blocks are counted from one fixed Monday, not from New Year, so a year with a 53rd week moves no boundary.
"""

from datetime import date, timedelta
from enum import StrEnum

from referrals.kit.calendar import WEEK, week_label

WEEKS_IN_BLOCK = 13
# The first Monday of 2024: 2024-W01.
FIRST_BLOCK = date(2024, 1, 1)
BLOCK = WEEKS_IN_BLOCK * WEEK


class Period(StrEnum):
    """How long a figure's period is."""

    WEEK = "week"
    BLOCK = "block"

    @property
    def length(self) -> timedelta:
        return WEEK if self is Period.WEEK else BLOCK

    def start_of(self, monday: date) -> date:
        """The Monday on which the period that holds this week begins."""
        return monday if self is Period.WEEK else FIRST_BLOCK + (monday - FIRST_BLOCK) // BLOCK * BLOCK

    def last_week(self, start: date) -> date:
        """The Monday of the last week of the period that begins on `start`."""
        return start + self.length - WEEK

    def label(self, start: date) -> str:
        """`2026-W11`, or `2026-W05/2026-W17`."""
        if self is Period.WEEK:
            return week_label(start)
        return f"{week_label(start)}/{week_label(self.last_week(start))}"


def starts(period: Period, first_week: date, last_week: date) -> list[date]:
    """The starts of the periods that hold the weeks from the first to the last, both Mondays."""
    found = []
    start = period.start_of(first_week)
    while start <= last_week:
        found.append(start)
        start += period.length
    return found
