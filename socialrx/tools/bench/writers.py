"""Four ways to store the same messages, each committed: the product's own, two limits, and a naive peer.

The limits write the rows of messages and readings and nothing else: they check nothing, know no repetition and note
no changed day. All write into the same tables, with their indexes and constraints.
"""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from psycopg2.extras import execute_values

from devices import topics
from devices.actions import ingest
from devices.models import ChangedDay, Device, Loan, Message, Reading
from devices.payloads import Received
from referrals.kit.calendar import local_day
from socialrx.tools.bench.wearables import Batch, Row

# Columns in the order of a batch's rows; messages first, then readings.
INSERTS = (
    "INSERT INTO devices_message (device_id, message_id, kind, content, occurred_at, received_at) VALUES %s",
    (
        "INSERT INTO devices_reading"
        " (device_id, metric, starts_at, ends_at, seq, message_id, value, worn, received_at) VALUES %s"
    ),
)
COPIES = (
    "COPY devices_message (device_id, message_id, kind, content, occurred_at, received_at) FROM STDIN (FORMAT csv)",
    (
        "COPY devices_reading (device_id, metric, starts_at, ends_at, seq, message_id, value, worn, received_at)"
        " FROM STDIN (FORMAT csv)"
    ),
)
# The naive peer's rate is the same for any number, and it would take the longest by far.
NAIVE_PART = 10


def by_product(batch: Batch) -> int:
    """Read, checked, stored, their days noted."""
    outcomes = ingest.store(batch=batch.received, now=batch.received[0].received_at)
    return outcomes[ingest.STORED]


@transaction.atomic
def by_execute_values(batch: Batch) -> int:
    """One multi-row INSERT a table."""
    with connection.cursor() as cursor:
        for insert, rows in zip(INSERTS, (batch.messages, batch.readings), strict=True):
            execute_values(cursor, insert, rows, page_size=len(rows))
    return len(batch.messages)


@transaction.atomic
def by_copy(batch: Batch) -> int:
    """One COPY a table."""
    with connection.cursor() as cursor:
        for copy, rows in zip(COPIES, (batch.messages, batch.readings), strict=True):
            cursor.copy_expert(copy, _as_csv(rows))
    return len(batch.messages)


def _as_csv(rows: Sequence[Row]) -> io.StringIO:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    file.seek(0)
    return file


def by_get_or_create(batch: Batch) -> int:
    """Message by message through the ORM, as a first draft would."""
    part = batch.received[: max(1, len(batch.received) // NAIVE_PART)]
    return sum(_naively(received) for received in part)


@transaction.atomic
def _naively(received: Received) -> bool:
    said = json.loads(received.body)
    start, end = datetime.fromisoformat(said["start"]), datetime.fromisoformat(said["end"])
    device = Device.objects.get(public_id=UUID(str(topics.parse(received.topic).device)), disabled_at=None)
    Loan.objects.get(device=device, starts_at__lte=start, ends_at=None)
    _message, is_new = Message.objects.get_or_create(
        device=device,
        message_id=said["id"],
        defaults={
            "kind": "steps",
            "content": received.body.decode(),
            "occurred_at": start,
            "received_at": received.received_at,
        },
    )
    Reading.objects.get_or_create(
        device=device,
        metric="steps",
        starts_at=start,
        ends_at=end,
        defaults={
            "seq": said["seq"],
            "message_id": said["id"],
            "value": said["steps"],
            "worn": said["worn"],
            "received_at": received.received_at,
        },
    )
    ChangedDay.objects.get_or_create(device=device, date=local_day(start))
    return is_new
