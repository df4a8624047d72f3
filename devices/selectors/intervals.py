"""Standing readings as the day rules take them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from django.db import connection

from devices import days
from devices.days import Interval
from devices.models import Reading
from devices.models.arrays import array
from referrals.kit.calendar import day_starts, local_day

# A device's key and a London day.
DeviceDate = tuple[int, date]


def of_days(device_days: Collection[DeviceDate]) -> dict[DeviceDate, list[Interval]]:
    """The standing readings that start on each of the days; a day without any is not in the answer."""
    found: dict[DeviceDate, list[Interval]] = defaultdict(list)
    wanted = sorted(device_days)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT device_id, date, starts_at, ends_at, seq, message_id, value, worn
            FROM unnest(%s::bigint[], %s::date[], %s::timestamptz[], %s::timestamptz[])
                AS wanted (device_id, date, begins, ends)
            JOIN devices_reading USING (device_id)
            WHERE metric = %s AND starts_at >= begins AND starts_at < ends
            """,
            [
                array(device for device, _ in wanted),
                array(day for _, day in wanted),
                array(day_starts(day) for _, day in wanted),
                array(day_starts(day + timedelta(days=1)) for _, day in wanted),
                days.METRIC,
            ],
        )
        for device, day, *fields in cursor.fetchall():
            found[device, day].append(Interval(*fields))
    return dict(found)


def between(first: date, last: date) -> dict[DeviceDate, list[Interval]]:
    """The standing readings of every device's days from `first` to `last`, both included."""
    found: dict[DeviceDate, list[Interval]] = defaultdict(list)
    rows = Reading.objects.filter(
        metric=days.METRIC, starts_at__gte=day_starts(first), starts_at__lt=day_starts(last + timedelta(days=1))
    ).values_list("device_id", "starts_at", "ends_at", "seq", "message_id", "value", "worn")
    for device, starts_at, ends_at, seq, message_id, value, worn in rows.iterator():
        interval = Interval(starts_at, ends_at, seq, message_id, value, worn)
        found[device, local_day(starts_at)].append(interval)
    return dict(found)
