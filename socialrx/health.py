"""Health for load balancers and scripts: `/livez` (the process is up) and `/readyz` (all it needs is up)."""

import shutil
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from devices import heartbeat
from devices.mqtt.account import Account
from devices.mqtt.spool import Waiting, waiting
from referrals.kit.access import for_everyone

# Seconds that one part may take to answer.
PATIENCE = 2
# Bytes: twice what the broker's configuration leaves free.
ROOM = 2 * 268435456
DOWN = (DatabaseError, redis.RedisError, OSError)


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def redis_server() -> bool:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as client:
        return bool(client.ping())


def broker() -> bool:
    account = Account.from_url(settings.MQTT_URL)
    socket.create_connection((account.host, account.port), timeout=PATIENCE).close()
    return True


def disk() -> bool:
    """Whether the broker's disk has room. With less than half of that it acknowledges nothing any more."""
    return not settings.MQTT_SPOOL or shutil.disk_usage(settings.MQTT_SPOOL).free >= ROOM


PARTS: dict[str, Callable[[], bool]] = {
    "database": database,
    "redis": redis_server,
    "broker": broker,
    "consumer": heartbeat.is_alive,
    "disk": disk,
}


def is_up(part: Callable[[], bool]) -> bool:
    try:
        return part()
    except DOWN:
        return False


@for_everyone
@require_safe
@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


@for_everyone
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, else 503; `down` names those that do not, `intake` how far storing is behind."""
    down = [name for name, part in PARTS.items() if not is_up(part)]
    said = {"ok": not down, "down": down, "intake": intake(timezone.now())}
    return JsonResponse(said, status=503 if down else 200)


def intake(now: datetime) -> dict[str, int | None]:
    """Acknowledged messages that are not stored yet, the oldest one's age in seconds, and how long the last ones took.

    `kept` and `damaged` files of the spool wait for a human.

    None stands for what nobody knows.
    """
    waits = _waits()
    return {
        "waiting": waits.messages if waits else None,
        "oldest_seconds": round((now - waits.since).total_seconds()) if waits and waits.since else None,
        "stored_after_ms": _longest(),
        "kept": waits.kept if waits else None,
        "damaged": waits.damaged if waits else None,
    }


def _waits() -> Waiting | None:
    try:
        return waiting(Path(settings.MQTT_SPOOL)) if settings.MQTT_SPOOL else None
    except OSError:
        return None


def _longest() -> int | None:
    try:
        return heartbeat.longest()
    except redis.RedisError:
        return None
