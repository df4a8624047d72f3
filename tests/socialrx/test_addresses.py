"""No dead ends: what `ready.json` and the pages name is there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import resolve

from referrals.kit.permissions import Role
from socialrx.tools.demo import data
from tests.support.world import World

SITE = "http://127.0.0.1:8000"
HREF = re.compile(r'href="(/[^"#?]*)')
# Signing out would end the walk; a file of the product's own is no page.
NOT_FOLLOWED = ("/accounts/logout/", "/static/")
# An address of systems answers 401 to a browser, and is there.
GONE = {404, 410}
# Of one kind of page so many are opened.
OF_EACH = 2


@pytest.mark.django_db
def test_what_ready_json_names_is_there(tmp_path: Path, client: Client) -> None:
    (tmp_path / "example.json").write_text("{}")
    broker = cast(Any, SimpleNamespace(port=1883, kind="mosquitto", acl=True))
    environment = {"BASE_URL": SITE, "DATABASE_URL": "postgres://"}
    data.write_ready(tmp_path, environment=environment, broker=broker, processes=[])
    told = json.loads((tmp_path / "ready.json").read_text())
    named = {key: value for key, value in told.items() if str(value).startswith(SITE)}
    assert set(named) == {"url", "api", "openapi", "fhir"}
    assert told["open_referral"] is None
    statuses = {
        key: client.get(value.removeprefix(SITE) or "/", follow=True).status_code for key, value in named.items()
    }
    assert statuses == dict.fromkeys(named, 200)


@pytest.mark.parametrize("role", [None, *Role])
def test_every_address_on_a_page_leads_somewhere(world: World, role: Role | None) -> None:
    client = world.ours.client(role) if role else Client()
    dead = {address: status for address, status in walk(client) if status in GONE or status >= 500}
    assert dead == {}


def walk(client: Client) -> Iterator[tuple[str, int]]:
    """Every address that is named on the pages that can be reached from the front door, and how it answers."""
    waiting, seen = ["/"], {"/"}
    opened: dict[str, int] = {}
    while waiting:
        address = waiting.pop(0)
        kind = resolve(address).view_name
        opened[kind] = opened.get(kind, 0) + 1
        if opened[kind] > OF_EACH:
            continue
        answer = client.get(address, follow=True)
        yield address, answer.status_code
        if "text/html" not in answer.headers["Content-Type"]:
            continue
        found = dict.fromkeys(HREF.findall(answer.content.decode()))
        fresh = [one for one in found if one not in seen and not one.startswith(NOT_FOLLOWED)]
        seen.update(fresh)
        waiting += fresh
