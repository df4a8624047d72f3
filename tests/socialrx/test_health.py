"""`/livez` and `/readyz`: 200 or 503, naming what is down."""

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from devices import heartbeat
from socialrx import health
from socialrx.tools.servers.processes import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def living_consumer() -> None:
    heartbeat.give()


def readiness(client: Client) -> tuple[int, dict[str, object]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


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


def test_health_is_asked_for_and_not_sent_to(client: Client) -> None:
    assert client.post("/livez").status_code == 405
    assert client.post("/readyz").status_code == 405


def test_health_is_never_cached(client: Client) -> None:
    assert "no-store" in client.get("/readyz")["Cache-Control"]
