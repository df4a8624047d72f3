"""Days and times as somebody types them in a hurry: `3/5/52`, `5 Mar`, `+2w`, `tue 10.30`, `tomorrow 2pm`.

A plain rule: what is typed, today, and whether the day lies behind or ahead give one day, or an UnreadableDayError. A
day is a London day and comes before its month, as people here write it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONG_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNITS = {"d": 1, "day": 1, "days": 1, "w": 7, "wk": 7, "wks": 7, "week": 7, "weeks": 7, "fortnight": 14}
MONTH_UNITS = {
    "m": 1,
    "mth": 1,
    "mths": 1,
    "month": 1,
    "months": 1,
    "y": 12,
    "yr": 12,
    "yrs": 12,
    "year": 12,
    "years": 12,
}
NAMED = {"today": 0, "tod": 0, "now": 0, "tomorrow": 1, "tom": 1, "tmrw": 1, "yesterday": -1, "yest": -1}
LONGEST = 60

_SEPARATED = re.compile(r"([0-9]{1,2})[-/. ]+([0-9]{1,2})(?:[-/. ]+([0-9]{4}|[0-9]{2}))?")
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
_WORDY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*(?:of )?([a-z]{3,9})\.?(?:[-/., ]*([0-9]{4}|[0-9]{2}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}|[0-9]{2}))?")
_AHEAD = re.compile(r"(\+|in )? ?([0-9]{1,3}|an?) ?([a-z]+)")
_BACK = re.compile(r"- ?([0-9]{1,3}) ?([a-z]+)|([0-9]{1,3}|an?) ?([a-z]+) ago")
_WEEKDAY = re.compile(r"(?:(next|last|this|on) )?([a-z]{3,9})")
_TIME = re.compile(r"(?:^| )(?:at )?([0-9]{1,2})(?:[.:]([0-9]{2}))? ?(am|pm)?$|(?:^| )(?:at )?(noon|midday)$")


class Lean(StrEnum):
    """On which side of today a day is meant to be when its year or week is not said."""

    PAST = "past"
    FUTURE = "future"
    NEAREST = "nearest"


class UnreadableDayError(ValueError):
    """The text is no day (or no time). The text itself is never in the message."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was understood: a London day, and the time of day if one was typed."""

    day: date
    at: time | None


def day(text: str, today: date, lean: Lean = Lean.NEAREST) -> date:
    """The day that somebody meant. Raises UnreadableDayError."""
    typed = _tidy(text)
    for way in _WAYS:
        found = way(typed, today, lean)
        if found is not None:
            return found
    raise UnreadableDayError


def moment(text: str, today: date, lean: Lean = Lean.NEAREST) -> Typed:
    """The day and, behind it, the time of day; a time alone is today's. Raises UnreadableDayError."""
    typed = _tidy(text)
    try:
        return Typed(day(typed, today, lean), None)
    except UnreadableDayError:
        found = _TIME.search(typed)
        if found is None:
            raise
    before = typed[: found.start()].strip(" ,")
    return Typed(day(before, today, lean) if before else today, _time(found))


def birthdays(text: str, today: date) -> frozenset[date]:
    """Every day of birth that a text may mean: of two figures for the year, both centuries that are possible."""
    typed = _tidy(text)
    try:
        found = day(typed, today, Lean.PAST)
    except UnreadableDayError:
        return frozenset()
    days = {found} if found <= today else set()
    if re.search(r"(?<![0-9])[0-9]{2}$|^[0-9]{6}$", typed) and (
        earlier := _real(found.year - 100, found.month, found.day)
    ):
        days.add(earlier)
    return frozenset(days)


def _tidy(text: str) -> str:
    if len(text) > LONGEST:
        raise UnreadableDayError
    return " ".join(text.casefold().replace(",", " ").split())


def _time(found: re.Match[str]) -> time:
    hour, minute, half, noon = found.groups()
    if noon:
        return time(12)
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            raise UnreadableDayError
        number = number % 12 + (12 if half == "pm" else 0)
    try:
        return time(number, int(minute or 0))
    except ValueError:
        raise UnreadableDayError from None


def _named(text: str, today: date, _lean: Lean) -> date | None:
    return today + timedelta(days=NAMED[text]) if text in NAMED else None


def _iso(text: str, _today: date, _lean: Lean) -> date | None:
    found = _ISO.fullmatch(text)
    return _must(*map(int, found.groups())) if found else None


def _figures(text: str, today: date, lean: Lean) -> date | None:
    found = _SEPARATED.fullmatch(text) or _TOGETHER.fullmatch(text)
    if found is None:
        return None
    number, month, year = found.groups()
    return _with_year(int(number), int(month), year, today, lean)


def _words(text: str, today: date, lean: Lean) -> date | None:
    found = _WORDY.fullmatch(text)
    number, name, year = found.groups() if found else ("", "", None)
    if found is None:
        found = _MONTH_FIRST.fullmatch(text)
        name, number, year = found.groups() if found else ("", "", None)
    month = _month(name)
    return _with_year(int(number), month, year, today, lean) if month else None


def _month(name: str) -> int:
    """The number of a month by its name or at least three letters of it; 0 for no month."""
    starts = (index for index, month in enumerate(LONG_MONTHS, 1) if month.startswith(name))
    return next(starts, 0) if len(name) >= 3 else 0


def _apart(text: str, today: date, _lean: Lean) -> date | None:
    ahead, back = _AHEAD.fullmatch(text), _BACK.fullmatch(text)
    if back:
        number, unit = (back.group(1) or back.group(3)), (back.group(2) or back.group(4))
        return _shift(today, -_count(number), unit)
    return _shift(today, _count(ahead.group(2)), ahead.group(3)) if ahead else None


def _count(text: str) -> int:
    return 1 if text in {"a", "an"} else int(text)


def _shift(today: date, number: int, unit: str) -> date | None:
    if unit in UNITS:
        return today + timedelta(days=number * UNITS[unit])
    if unit in MONTH_UNITS:
        year, month = divmod(today.year * 12 + today.month - 1 + number * MONTH_UNITS[unit], 12)
        # The last day of a shorter month stands for the days that it lacks.
        ends = (_real(year, month + 1, number) for number in range(today.day, 0, -1))
        return next(filter(None, ends), None)
    return None


def _weekday(text: str, today: date, lean: Lean) -> date | None:
    found = _WEEKDAY.fullmatch(text)
    which, name = found.groups() if found else (None, "")
    wanted = next((index for index, one in enumerate(WEEKDAYS) if len(name) >= 3 and one.startswith(name)), None)
    if wanted is None:
        return None
    ahead = (wanted - today.weekday()) % 7
    if which == "last" or (lean is Lean.PAST and which is None):
        return today - timedelta(days=(today.weekday() - wanted) % 7 or (7 if which == "last" else 0))
    # "next Tuesday" on a Monday is tomorrow to some and in eight days to others: the page says which day it understood.
    return today + timedelta(days=ahead or (7 if which == "next" else 0))


def _with_year(number: int, month: int, year: str | None, today: date, lean: Lean) -> date:
    if year and len(year) == 4:
        return _must(int(year), month, number)
    if year:
        return _century(number, month, int(year), today, lean)
    around = [found for far in (-1, 0, 1) if (found := _real(today.year + far, month, number))]
    if lean is Lean.PAST:
        around = [found for found in around if found <= today]
    elif lean is Lean.FUTURE:
        around = [found for found in around if found >= today]
    if not around:
        raise UnreadableDayError
    return min(around, key=lambda found: abs(found - today))


def _century(number: int, month: int, year: int, today: date, lean: Lean) -> date:
    """Of two figures: a year behind us is the latest that is over, else one of this century."""
    found = _must(today.year // 100 * 100 + year, month, number)
    return _must(found.year - 100, month, number) if lean is Lean.PAST and found > today else found


def _must(year: int, month: int, number: int) -> date:
    found = _real(year, month, number)
    if found is None:
        raise UnreadableDayError
    return found


def _real(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _ways() -> Iterator[Callable[[str, date, Lean], date | None]]:
    yield from (_named, _iso, _figures, _words, _apart, _weekday)


_WAYS = tuple(_ways())
