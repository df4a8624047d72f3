"""Reading a wearable's export: hours as local clock times without a zone."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from devices import handlers
from devices.handlers import Handler
from referrals.kit.calendar import LONDON

# `4/12/2016 1:00:00 AM`: the month comes first.
CLOCK = "%m/%d/%Y %I:%M:%S %p"
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of a wearer; `clock` is what the wall showed where they were."""

    wearer: str
    clock: datetime
    total: int


@dataclass(frozen=True, slots=True)
class Interval:
    """An hour, or a part of one, in UTC."""

    start: datetime
    end: datetime
    total: int


def read(path: Path) -> tuple[Handler, list[Hour]]:
    """The rows, and what handles the messages that they become; LookupError where no handler knows the columns."""
    with path.open(newline="") as file:
        rows = csv.DictReader(file)
        for handler in handlers.declared():
            if handler.export and set(handler.export) <= set(rows.fieldnames or ()):
                wearer, clock, total = handler.export
                return handler, [
                    Hour(row[wearer], datetime.strptime(row[clock], CLOCK), int(row[total]))  # noqa: DTZ007
                    for row in rows
                ]
    message = f"{path.name} has not the columns of an export that any message is made of"
    raise LookupError(message)


def moved(hours: Iterable[Hour], *, before: date) -> list[Hour]:
    """The same hours moved forward by whole weeks, so that weekdays stay and the last day is before a day."""
    listed = list(hours)
    last = max(hour.clock.date() for hour in listed)
    weeks = ((before - last).days - 1) // 7
    return [Hour(hour.wearer, hour.clock + timedelta(weeks=weeks), hour.total) for hour in listed]


def in_london(hours: Iterable[Hour]) -> Iterator[Interval]:
    """The hours of one wearer, their clock read as London's.

    The hour that is skipped when the clocks go forward shares the time of the hour after it, so that nothing is lost.
    """
    by_start: dict[datetime, list[Hour]] = defaultdict(list)
    for hour in hours:
        by_start[hour.clock.replace(tzinfo=LONDON).astimezone(UTC)].append(hour)
    for start, sharing in by_start.items():
        part = HOUR / len(sharing)
        for number, hour in enumerate(sorted(sharing, key=lambda hour: hour.clock)):
            yield Interval(start + part * number, start + part * (number + 1), hour.total)
