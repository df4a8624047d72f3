"""How often something may be tried, by number and time alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Tries:
    """How many there were, and since when (of a Quota) or when the last of them was (of a BackOff)."""

    number: int
    at: datetime


class Limit(Protocol):
    """A rule about tries of one kind."""

    def wait(self, before: Tries, now: datetime) -> timedelta:
        """How long until the next may be tried; zero: at once."""

    def count(self, before: Tries, now: datetime) -> Tries:
        """The tries with one more."""


@dataclass(frozen=True, slots=True)
class Quota:
    """So many in a window, which begins with the first of them: for what anybody may send."""

    most: int
    within: timedelta

    def wait(self, before: Tries, now: datetime) -> timedelta:
        left = before.at + self.within - now
        return max(left, NONE) if before.number >= self.most else NONE

    def count(self, before: Tries, now: datetime) -> Tries:
        if now >= before.at + self.within:
            return Tries(1, now)
        return Tries(before.number + 1, before.at if before.number else now)


@dataclass(frozen=True, slots=True)
class BackOff:
    """Some are free; then each wrong one doubles the pause before the next, up to the longest. Nothing is locked.

    After a time without any, all is forgotten.
    """

    free: int
    longest: timedelta
    forgotten: timedelta

    def pause(self, number: int) -> timedelta:
        """What follows so many tries: nothing, 1 s, 2 s, 4 s, …"""
        if number < self.free:
            return NONE
        return min(timedelta(seconds=2 ** min(number - self.free, 20)), self.longest)

    def wait(self, before: Tries, now: datetime) -> timedelta:
        return max(before.at + self.pause(before.number) - now, NONE)

    def count(self, before: Tries, now: datetime) -> Tries:
        return Tries(1 if now >= before.at + self.forgotten else before.number + 1, now)
