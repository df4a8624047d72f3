"""Working out the days that changed: a device's from its readings, a person's from their devices'.

No Actor: days follow from readings and loans, whose rows say who sent and who lent.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime

from django.db import connection, transaction

from devices import days
from devices.days import Figure
from devices.models import DeviceDay, PersonDay
from devices.models.arrays import array
from devices.selectors import intervals
from devices.selectors.intervals import DeviceDate
from devices.selectors.loans import PersonDate, Spans
from referrals.kit import weeks

# What the rows keep of a figure.
FIGURE_FIELDS = tuple(field.name for field in fields(Figure))


@transaction.atomic
def rebuild(*, limit: int = 500) -> int:
    """Work out up to `limit` of the days that wait, mark their weeks, and say how many notes were worked off."""
    notes = _take_notes(limit)
    if not notes:
        return 0
    changed = set(notes)
    device_ids = {device for device, _ in changed}
    _lock_devices(device_ids)
    spans = Spans(device_ids)
    people = spans.people(changed) | _people_counted_for(changed)
    readings = intervals.of_days(changed | spans.devices(people))
    _write_device_days({key: days.figure(readings.get(key, ())) for key in changed})
    weeks.mark(_write_person_days({key: spans.best(key, readings) for key in people}))
    return len(notes)


def mark(*, device_id: int, starts_at: datetime, ends_at: datetime | None) -> None:
    """Note every day of a device that has a reading in a time, such as a loan's; inside the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO devices_changedday (device_id, date)
            SELECT DISTINCT device_id, (starts_at AT TIME ZONE 'Europe/London')::date FROM devices_reading
            WHERE device_id = %s AND starts_at >= %s AND (%s::timestamptz IS NULL OR starts_at < %s)
            """,
            [device_id, starts_at, ends_at, ends_at],
        )


def _take_notes(limit: int) -> list[DeviceDate]:
    """Notes nobody else is working on, taken away; they come back if this transaction does not commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM devices_changedday WHERE id IN (
                SELECT id FROM devices_changedday ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
            ) RETURNING device_id, date
            """,
            [limit],
        )
        return [(device, day) for device, day in cursor.fetchall()]


def _lock_devices(device_ids: Iterable[int]) -> None:
    """One builder at a time for a person: lock these devices and all others of the people who had them.

    A builder that waits here reads only afterwards, so it sees what the one before it saw and more.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM devices_device WHERE id = ANY (%(devices)s::bigint[]) OR id IN (
                SELECT other.device_id FROM devices_loan loan JOIN devices_loan other USING (person_id)
                WHERE loan.device_id = ANY (%(devices)s::bigint[])
            ) ORDER BY id FOR NO KEY UPDATE
            """,
            {"devices": array(device_ids)},
        )


def _people_counted_for(device_days: Iterable[DeviceDate]) -> set[PersonDate]:
    """Whose day is so far one of these devices': a corrected loan takes it away from them."""
    pairs = sorted(device_days)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT person_id, date FROM devices_personday
            JOIN unnest(%s::bigint[], %s::date[]) AS d (device_id, date) USING (device_id, date)
            """,
            [array(device for device, _ in pairs), array(day for _, day in pairs)],
        )
        return {(person, day) for person, day in cursor.fetchall()}


def _write_device_days(figures: dict[DeviceDate, Figure | None]) -> None:
    empty = [key for key, figure in figures.items() if figure is None]
    DeviceDay.objects.filter(pk__in=empty).delete()
    DeviceDay.objects.bulk_create(
        (
            DeviceDay(
                device_id=device,
                date=day,
                state=figure.state,
                steps=figure.steps,
                worn=figure.worn,
                covered=figure.covered,
                doubtful=figure.doubtful,
            )
            for (device, day), figure in figures.items()
            if figure
        ),
        update_conflicts=True,
        unique_fields=["device", "date"],
        update_fields=FIGURE_FIELDS,
    )


def _write_person_days(figures: dict[PersonDate, tuple[int, Figure] | None]) -> list[date]:
    """Write the days that are another than before, and say which."""
    columns = ("device_id", *FIGURE_FIELDS)
    before = {
        (person, day): tuple(values)
        for person, day, *values in PersonDay.objects.filter(pk__in=list(figures)).values_list(
            "person_id", "date", *columns
        )
    }
    after = {
        key: (found[0], *(getattr(found[1], name) for name in FIGURE_FIELDS)) for key, found in figures.items() if found
    }
    gone = before.keys() - after.keys()
    changed = [key for key, values in after.items() if before.get(key) != values]
    PersonDay.objects.filter(pk__in=list(gone)).delete()
    PersonDay.objects.bulk_create(
        (
            PersonDay(person_id=person, date=day, **dict(zip(columns, after[person, day], strict=True)))
            for person, day in changed
        ),
        update_conflicts=True,
        unique_fields=["person", "date"],
        update_fields=["device", *FIGURE_FIELDS],
    )
    return [day for _person, day in [*gone, *changed]]
