"""What was stored and what was rejected."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

from devices.models import Rejected
from devices.models.arrays import array
from referrals.permissions import Actor

# A device's key and the id that it gave a message.
MessageKey = tuple[int, str]


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


def rejections(by: Actor) -> QuerySet[Rejected, dict[str, Any]]:
    """How many messages were rejected for which reason: dicts of `reason`, `count`, `first` and `last` (moments)."""
    return (
        Rejected.objects.visible_to(by)
        .order_by()
        .values("reason")
        .annotate(count=Count("pk"), first=Min("received_at"), last=Max("received_at"))
        .order_by("-count", "reason")
    )
