"""Whether what arrived, what was stored and what is shown add up."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypedDict

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import TruncMonth

from devices import days as rules
from devices import handlers
from devices.models import ChangedDay, DeviceDay, Reading
from devices.selectors import intervals
from devices.selectors.intervals import DeviceDate
from referrals.kit.calendar import local_day

# One statement, so that messages arriving meanwhile are in all of the figures or in none.
# A message of a kind that makes readings stands when its reading does; any other always stands.
COUNTS = """
SELECT
    (SELECT coalesce(jsonb_object_agg(name, count), '{}') FROM devices_tally),
    (SELECT count(*) FROM devices_message),
    (SELECT count(*) FROM devices_message m WHERE kind <> ALL (%s) OR EXISTS (
        SELECT FROM devices_reading r
        WHERE r.device_id = m.device_id AND r.starts_at = m.occurred_at AND r.message_id = m.message_id
    )),
    (SELECT coalesce(jsonb_object_agg(reason, number), '{}')
        FROM (SELECT reason, sum("count") AS number FROM devices_rejected GROUP BY reason) r)
"""
COUNTED_ONLY = ("received", "duplicate", "stored", "superseded")


class Figures(TypedDict):
    """How many messages were received, and what became of them; `rejected` by reason."""

    received: int
    stored: int
    duplicate: int
    superseded: int
    rejected: dict[str, int]


def messages() -> Figures:
    """What became of every message received; rows that were removed for age are in the tallies."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [handlers.kinds_with_readings()])
        tally, kept, standing, rejected = cursor.fetchone()
    told = Counter(json.loads(tally))
    reasons = Counter({name: count for name, count in told.items() if name not in COUNTED_ONLY})
    reasons.update(json.loads(rejected))
    return {
        "received": told["received"],
        "stored": standing + told["stored"],
        "duplicate": told["duplicate"],
        "superseded": kept - standing + told["superseded"],
        "rejected": dict(sorted(reasons.items())),
    }


def readings() -> int:
    """Standing readings."""
    return Reading.objects.count()


def days() -> int:
    """Days of devices that have data."""
    return DeviceDay.objects.count()


def faults() -> Iterator[str]:
    """What does not add up, in words without a person."""
    figures = messages()
    told = figures["stored"] + figures["duplicate"] + figures["superseded"] + sum(figures["rejected"].values())
    if figures["received"] != told:
        yield f"{figures['received']} messages were received, {told} are accounted for"
    for device, day in wrong_days():
        yield f"the day of device {device} on {day} differs from its readings"


def wrong_days() -> list[DeviceDate]:
    """Days that differ from their readings, those left out that wait to be worked out anyway."""
    suspects = {key for first, last in _months() for key in _differing_days(first, last)}
    # Readings may arrive between two of our looks: what is wrong must be so twice.
    again = intervals.of_days(suspects)
    kept = _kept_days(DeviceDay.objects.filter(pk__in=list(suspects)))
    waiting = set(ChangedDay.objects.values_list("device_id", "date"))
    return sorted(key for key in suspects - waiting if kept.get(key) != rules.figure(again.get(key, ())))


def _differing_days(first: date, last: date) -> list[DeviceDate]:
    kept = _kept_days(DeviceDay.objects.filter(date__range=(first, last)))
    read = {key: rules.figure(found) for key, found in intervals.between(first, last).items()}
    return [key for key in kept.keys() | read.keys() if kept.get(key) != read.get(key)]


def _kept_days(rows: QuerySet[DeviceDay]) -> dict[DeviceDate, rules.Figure]:
    columns = ("device_id", "date", "state", "steps", "worn", "covered", "doubtful")
    return {
        (device, day): rules.Figure(rules.DayState(state), *rest)
        for device, day, state, *rest in rows.values_list(*columns)
    }


def _months() -> list[tuple[date, date]]:
    """The months that have readings or days, so that a large table is gone through piece by piece."""
    months = set(DeviceDay.objects.annotate(month=TruncMonth("date")).values_list("month", flat=True).distinct())
    starts = Reading.objects.annotate(month=TruncMonth("starts_at")).values_list("month", flat=True).distinct()
    months |= {local_day(start).replace(day=1) for start in starts}
    return [(month, (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)) for month in sorted(months)]
