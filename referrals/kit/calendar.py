"""Days, weeks and working days as the service counts them: Europe/London, ISO weeks, England's bank holidays."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
WEEK = timedelta(days=7)


def local_day(moment: datetime) -> date:
    """The London day of an aware moment. A naive moment is refused: its day is not known."""
    if moment.tzinfo is None:
        message = "a moment needs a time zone"
        raise ValueError(message)
    return moment.astimezone(LONDON).date()


def day_starts(day: date) -> datetime:
    """London midnight at the beginning of a day (days are 23 to 25 hours long)."""
    return datetime.combine(day, time.min, LONDON)


def age_on(born_on: date, day: date) -> int:
    """Whole years on a day; someone born on 29 February is a year older on 1 March of a common year."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def week_of(day: date) -> date:
    """The Monday of the ISO week that holds the day."""
    return day - timedelta(days=day.weekday())


def week_label(monday: date) -> str:
    """`2026-W53` for Monday 28 December 2026: the ISO year, never the calendar year."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def parse_week(label: str) -> date:
    """The Monday of `2026-W11`. ValueError for anything else, a 53rd week that the year lacks included."""
    year, separator, week = label.partition("-W")
    if not separator or len(year) != 4 or len(week) != 2 or not (year + week).isascii():
        message = f"not an ISO week: {label!r}"
        raise ValueError(message)
    return date.fromisocalendar(int(year), int(week), 1)


def weeks_between(first: date, last: date) -> Iterator[date]:
    """Every Monday from the week of `first` to the week of `last`, both included."""
    monday = week_of(first)
    while monday <= last:
        yield monday
        monday += WEEK


@lru_cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_bank_holiday(day: date) -> bool:
    """Whether it is a bank holiday in England."""
    return day in _bank_holidays(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and not a bank holiday in England."""
    return day.weekday() < 5 and not is_bank_holiday(day)


def add_working_days(day: date, number: int) -> date:
    """The `number`th working day after `day`; 0 gives `day` itself."""
    while number > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            number -= 1
    return day


def working_days_ago(day: date, number: int) -> date:
    """The latest day of which `day` is at least the `number`th working day after it."""
    earlier = day
    while add_working_days(earlier, number) > day:
        earlier -= timedelta(days=1)
    return earlier
