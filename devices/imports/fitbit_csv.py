"""Fitbit's tables of days, hours and minutes, as the service exports them and as spreadsheets save them again.

The headings say what a column is, in whatever order; a comma or a semicolon separates; values may be quoted. Hours
carry no zone and are read as London's.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from devices.imports.walked import Row, RowError, UnreadableFileError, Why, by_the_clock, london_day, steps_of
from devices.payloads import UnfitError

WEARER = "Id"
TOTALS = ("StepTotal", "TotalSteps", "Steps")
DAY = ("ActivityDay", "ActivityDate")
HOUR, MINUTE = "ActivityHour", "ActivityMinute"
IN_THE_HOUR = [f"Steps{number:02d}" for number in range(60)]
ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
SLASHED = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})", re.ASCII)
CLOCK = re.compile(r"(\d\d?):(\d\d)(?::(\d\d))?(?:\s*([AP]M))?", re.ASCII | re.IGNORECASE)
NOON = 12


class DateOrder(StrEnum):
    """How 4/12/2016 is read."""

    MONTH_FIRST = "month-first"
    DAY_FIRST = "day-first"


def knows(first_line: str) -> bool:
    """Whether the headings are of such a table."""
    headings = set(_split(first_line))
    return bool(headings & {*DAY, HOUR, MINUTE}) and bool(headings & {*TOTALS, IN_THE_HOUR[0]})


def read(lines: Sequence[str], *, order: DateOrder | None, wearer: str = "") -> Iterator[Row]:
    """The rows of one wearer.

    UnreadableFileError: several wearers and none told, a date order that was not told, or what is no table.
    """
    first = lines[0] if lines else ""
    try:
        table = list(csv.DictReader(lines, fieldnames=_split(first), delimiter=_delimiter(first)))[1:]
    except csv.Error as broken:
        message = "The file is no table: a cell has no end, or is far too long."
        raise UnreadableFileError(message) from broken
    own = [(number, row) for number, row in enumerate(table, start=2) if not wearer or row.get(WEARER) == wearer]
    wearers = {row.get(WEARER) for _number, row in own}
    if len(wearers) > 1:
        message = f"The file holds {len(wearers)} wearers; say whose rows are meant."
        raise UnreadableFileError(message)
    when = next(name for name in (*DAY, HOUR, MINUTE) if name in table[0]) if table else HOUR
    if order is None and any(SLASHED.match((row[when] or "").strip()) for _number, row in own):
        message = "Dates like 4/12/2016 may begin with the month or with the day; say which."
        raise UnreadableFileError(message)
    yield from _rows(own, when, order)


def _rows(table: Sequence[tuple[int, Mapping[str, str | None]]], when: str, order: DateOrder | None) -> Iterator[Row]:
    clocks: list[tuple[int, datetime, int]] = []
    days: set[date] = set()
    for number, row in table:
        try:
            at = _moment(row[when] or "", order)
        except ValueError:
            yield RowError(number, Why.NO_DATE)
            continue
        for offset, text in _totals(row):
            # Nothing is no data, and not zero.
            if not text:
                continue
            try:
                steps, clock = steps_of(text), at + timedelta(minutes=offset)
            except (UnfitError, OverflowError) as unfit:
                yield RowError(number, Why.NO_NUMBER if isinstance(unfit, UnfitError) else Why.NO_DATE)
                continue
            if when not in DAY:
                clocks.append((number, clock, steps))
            elif at.date() in days:
                yield RowError(number, Why.TWICE)
            else:
                days.add(at.date())
                yield london_day(number, at.date(), steps)
    minutes = when == MINUTE or (bool(table) and IN_THE_HOUR[0] in table[0][1])
    yield from by_the_clock(clocks, timedelta(minutes=1 if minutes else 60))


def _totals(row: Mapping[str, str | None]) -> list[tuple[int, str]]:
    """The minute in the hour and the text of each total in a row."""
    if IN_THE_HOUR[0] in row:
        return [(minute, (row.get(name) or "").strip()) for minute, name in enumerate(IN_THE_HOUR)]
    return [(0, (row[name] or "").strip()) for name in TOTALS if name in row][:1]


def _moment(text: str, order: DateOrder | None) -> datetime:
    """The clock time that a cell names, without a zone; ValueError."""
    day, _space, clock = text.strip().partition(" ")
    if found := ISO.fullmatch(day):
        year, month, day_of_month = map(int, found.groups())
    elif found := SLASHED.fullmatch(day):
        first, second, year = map(int, found.groups())
        month, day_of_month = (first, second) if order is DateOrder.MONTH_FIRST else (second, first)
    else:
        raise UnfitError
    hour, minute = _time(clock.strip()) if clock.strip() else (0, 0)
    return datetime(year, month, day_of_month, hour, minute)  # noqa: DTZ001  # its zone is London's, given by the caller


def _time(text: str) -> tuple[int, int]:
    found = CLOCK.fullmatch(text)
    if found is None:
        raise UnfitError
    hour, half = int(found[1]), (found[4] or "").upper()
    if half and not 1 <= hour <= NOON:
        raise UnfitError
    return (hour % NOON + (NOON if half == "PM" else 0) if half else hour), int(found[2])


def _delimiter(first_line: str) -> str:
    return ";" if ";" in first_line else ","


def _split(first_line: str) -> list[str]:
    plain = first_line.lstrip("\ufeff")
    try:
        return [name.strip() for name in next(csv.reader([plain], delimiter=_delimiter(plain)), [])]
    except csv.Error:
        return []
