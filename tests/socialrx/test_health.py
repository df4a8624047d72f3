"""`/livez` and `/readyz`: 200 or 503, naming what is down."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from devices import heartbeat
from devices.mqtt import spool
from devices.payloads import Received
from socialrx import health
from socialrx.tools.servers.processes import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def living_consumer() -> None:
    heartbeat.give()


def readiness(client: Client) -> tuple[int, dict[str, object]]:
    answer = client.get("/readyz")
    said = answer.json()
    del said["intake"]
    return answer.status_code, said


def test_the_process_is_up_whatever_else_is(client: Client) -> None:
    cache.delete(heartbeat.KEY)
    assert client.get("/livez").status_code == 200


def test_it_is_ready_when_everything_answers(client: Client) -> None:
    assert readiness(client) == (200, {"ok": True, "down": []})


def test_a_silent_consumer_is_named(client: Client) -> None:
    cache.delete(heartbeat.KEY)
    assert readiness(client) == (503, {"ok": False, "down": ["consumer"]})


def test_a_broker_that_does_not_answer_is_named(client: Client, settings: Settings) -> None:
    settings.MQTT_URL = f"mqtt://consumer:secret@127.0.0.1:{free_port()}"
    assert readiness(client) == (503, {"ok": False, "down": ["broker"]})


def test_a_redis_that_does_not_answer_is_named(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    assert readiness(client) == (503, {"ok": False, "down": ["redis"]})


def test_a_database_that_does_not_answer_is_down_and_no_error() -> None:
    def fail() -> bool:
        raise OperationalError

    assert not health.is_up(fail)


def test_it_says_how_many_acknowledged_messages_wait_and_since_when(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    heartbeat.give(longest=timedelta(milliseconds=35))
    sent = Received("socialrx/v1/devices/x/steps", b"{}", retained=False, received_at=timezone.now())
    (tmp_path / f"{1:020d}.segment").write_bytes(spool.record(sent, 0) + spool.record(sent, 1))
    for name in ("1-a.kept", "2-b.kept", "1.segment.damaged"):
        (tmp_path / name).touch()
    settings.MQTT_SPOOL = str(tmp_path)
    known = {"waiting": 2, "oldest_seconds": 0, "stored_after_ms": 35, "kept": 2, "damaged": 1}
    assert client.get("/readyz").json()["intake"] == known
    # Nobody knows what waits in a folder that is not there: it is not nothing.
    cache.delete(heartbeat.KEY)
    for nowhere in ("", str(tmp_path / "gone")):
        settings.MQTT_SPOOL = nowhere
        assert client.get("/readyz").json()["intake"] == dict.fromkeys(known)


def test_a_disk_that_runs_full_or_is_not_there_is_named_before_the_broker_refuses(
    client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MQTT_SPOOL = str(tmp_path)
    monkeypatch.setattr(health, "ROOM", 1 << 60)
    assert readiness(client) == (503, {"ok": False, "down": ["disk"]})
    settings.MQTT_SPOOL = str(tmp_path / "gone")
    assert readiness(client) == (503, {"ok": False, "down": ["disk"]})


def test_health_is_asked_for_and_not_sent_to(client: Client) -> None:
    assert client.post("/livez").status_code == 405
    assert client.post("/readyz").status_code == 405


def test_health_is_never_cached(client: Client) -> None:
    assert "no-store" in client.get("/readyz")["Cache-Control"]
