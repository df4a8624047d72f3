"""Health for load balancers and scripts: `/livez` (the process is up) and `/readyz` (all it needs is up)."""

import socket
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from devices import heartbeat
from devices.mqtt.account import Account
from referrals.kit.access import for_everyone

# Seconds that one part may take to answer.
PATIENCE = 2
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


PARTS: dict[str, Callable[[], bool]] = {
    "database": database,
    "redis": redis_server,
    "broker": broker,
    "consumer": heartbeat.is_alive,
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
    """200 when every part answers, else 503; `down` names the parts that do not."""
    down = [name for name, part in PARTS.items() if not is_up(part)]
    return JsonResponse({"ok": not down, "down": down}, status=503 if down else 200)
