"""Writing messages and the readings that they make, in one set-based statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from devices import days
from devices.handlers import Message
from devices.models.arrays import array
from devices.selectors.messages import MessageKey

# Rows are written in the order of their keys, so that two consumers never wait for each other in a circle.
# A message with a metric makes a reading. Of one interval the higher `seq` stands, of equal ones the greater id; a
# reading that changed marks its day, if it is of what days count.
WRITE = """
WITH offered AS (
    SELECT device_id, message_id COLLATE "C" AS message_id, kind, content, occurred_at, received_at,
           metric COLLATE "C" AS metric, ends_at, seq, value, worn
    FROM unnest(%s::bigint[], %s::varchar[], %s::varchar[], %s::text[], %s::timestamptz[], %s::timestamptz[],
                %s::varchar[], %s::timestamptz[], %s::bigint[], %s::integer[], %s::float8[])
        AS o (device_id, message_id, kind, content, occurred_at, received_at, metric, ends_at, seq, value, worn)
), stored AS (
    INSERT INTO devices_message (device_id, message_id, kind, content, occurred_at, received_at)
    SELECT device_id, message_id, kind, content, occurred_at, received_at FROM offered
    ORDER BY device_id, message_id
    ON CONFLICT (device_id, message_id) DO NOTHING
    RETURNING device_id, message_id
), winning AS (
    SELECT DISTINCT ON (device_id, metric, occurred_at, ends_at) offered.*
    FROM offered JOIN stored USING (device_id, message_id)
    WHERE metric IS NOT NULL
    ORDER BY device_id, metric, occurred_at, ends_at, seq DESC, message_id DESC
), standing AS (
    INSERT INTO devices_reading AS r
        (device_id, metric, starts_at, ends_at, seq, message_id, value, worn, received_at)
    SELECT device_id, metric, occurred_at, ends_at, seq, message_id, value, worn, received_at FROM winning
    ON CONFLICT (device_id, metric, starts_at, ends_at) DO UPDATE
    SET seq = excluded.seq, message_id = excluded.message_id, value = excluded.value, worn = excluded.worn,
        received_at = excluded.received_at
    WHERE (excluded.seq, excluded.message_id) > (r.seq, r.message_id)
    RETURNING device_id, metric, starts_at
), marked AS (
    INSERT INTO devices_changedday (device_id, date)
    SELECT DISTINCT device_id, (starts_at AT TIME ZONE 'Europe/London')::date FROM standing
    WHERE metric = %s
)
SELECT device_id, message_id FROM stored
"""
# The metric and the total of a message that makes no reading.
NO_READING = (None,) * 5


@dataclass(frozen=True, slots=True)
class Row:
    """A message that passed every check."""

    device_id: int
    message: Message
    content: str
    received_at: datetime


def write(rows: Sequence[Row]) -> set[MessageKey]:
    """Store messages (their keys distinct) and let their readings stand where they win; the keys that were new."""
    if not rows:
        return set()
    columns = zip(*map(_columns, rows), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [*(array(column) for column in columns), days.METRIC])
        return {(device, name) for device, name in cursor.fetchall()}


def _columns(row: Row) -> tuple[object, ...]:
    message = row.message
    total = message.total()
    reading = (message.metric, *total) if total else NO_READING
    return (row.device_id, message.id, message.kind, row.content, message.occurred_at, row.received_at, *reading)
