"""What was stored and what was rejected."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max, Min, QuerySet, Sum

from devices.models import Rejected
from devices.models.arrays import array
from referrals.kit.actor import Actor

# A device's key and the id that it gave a message.
MessageKey = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Rejections:
    """How many messages were rejected for a reason, and when the first and the last of them arrived."""

    reason: str
    count: int
    first: datetime
    last: datetime


def contents(keys: Collection[MessageKey]) -> dict[MessageKey, str]:
    """What the stored ones of these messages said (`payloads.canonical`)."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT device_id, message_id, content
            FROM devices_message
            JOIN unnest(%s::bigint[], %s::varchar[]) AS asked (device_id, message_id) USING (device_id, message_id)
            """,
            [array(device for device, _ in keys), array(name for _, name in keys)],
        )
        return {(device, name): content for device, name, content in cursor.fetchall()}


def quarantine(by: Actor) -> QuerySet[Rejected]:
    """The rejected messages that the actor may look into, newest first."""
    return Rejected.objects.visible_to(by).select_related("device")


def rejections(by: Actor) -> list[Rejections]:
    """What was rejected for each reason, the most frequent first."""
    figures = (Sum("count"), Min("received_at"), Max("received_at"))
    rows = Rejected.objects.visible_to(by).order_by().values("reason").annotate(*figures)
    found = [
        Rejections(*row) for row in rows.values_list("reason", "count__sum", "received_at__min", "received_at__max")
    ]
    return sorted(found, key=lambda row: (-row.count, row.reason))
