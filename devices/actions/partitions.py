"""The monthly partitions of readings."""

from datetime import date, timedelta

from django.db import connection, transaction

# Messages may be 400 days late; two months ahead leave time to notice when this did not run.
MONTHS_BACK, MONTHS_AHEAD = 14, 2


@transaction.atomic
def ensure(*, today: date) -> list[str]:
    """See that each month that a message may fall in has its partition; the names of those that are new."""
    with connection.cursor() as cursor:
        # Two schedules at once would make the same table.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('devices_reading'))")
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'devices_reading'::regclass")
        present = {name for (name,) in cursor.fetchall()}
        wanted = {f"devices_reading_{month:%Y_%m}": month for month in months(today)}
        missing = {name: month for name, month in wanted.items() if name not in present}
        for name, month in missing.items():
            _add_partition(name, month)
    return list(missing)


def months(today: date) -> list[date]:
    """The first days of the months that a message may fall in, and of those to come."""
    number = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(number - MONTHS_BACK, number + MONTHS_AHEAD + 1)]


def _add_partition(name: str, month: date) -> None:
    """A new partition, with what the default partition caught of its month."""
    after = (month + timedelta(days=32)).replace(day=1)
    # Month bounds in UTC, so that each reading has one month whatever the session's time zone is.
    bounds = [f"{month} 00:00+00", f"{after} 00:00+00"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {name} (LIKE devices_reading INCLUDING ALL)")
        cursor.execute(
            f"""
            WITH caught AS (
                DELETE FROM devices_reading_default WHERE starts_at >= %s AND starts_at < %s RETURNING *
            ) INSERT INTO {name} SELECT * FROM caught
            """,  # noqa: S608  # the name is made of a month above, never of input
            bounds,
        )
        cursor.execute(f"ALTER TABLE devices_reading ATTACH PARTITION {name} FOR VALUES FROM (%s) TO (%s)", bounds)
