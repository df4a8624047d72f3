"""No dead ends: what `ready.json` and the pages name is there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

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
# Pages of which every record is opened, for its kind says what may be done with it.
DIFFER = {"administrator:organisation"}


@pytest.mark.django_db
def test_what_ready_json_names_is_there(tmp_path: Path, client: Client) -> None:
    (tmp_path / "example.json").write_text("{}")
    broker = cast(Any, SimpleNamespace(port=1883, kind="mosquitto", acl=True))
    environment = {"BASE_URL": SITE, "DATABASE_URL": "postgres://"}
    data.write_ready(tmp_path, environment=environment, broker=broker, processes=[])
    told = json.loads((tmp_path / "ready.json").read_text())
    named = {key: value for key, value in told.items() if str(value).startswith(SITE)}
    assert set(named) == {"url", "api", "openapi", "fhir", "open_referral"}
    statuses = {
        key: client.get(value.removeprefix(SITE) or "/", follow=True).status_code for key, value in named.items()
    }
    assert statuses == dict.fromkeys(named, 200)


@pytest.mark.django_db
def test_every_address_on_a_page_leads_somewhere(world: World) -> None:
    dead = {
        (role, address): status
        for role in (None, *Role)
        for address, status in walk(world.ours.client(role) if role else Client())
        if status in GONE or status >= 500
    }
    assert dead == {}


def walk(client: Client) -> Iterator[tuple[str, int]]:
    """Every kind of page that can be reached from the front door, by one address of it, and how it answers."""
    waiting, seen = ["/"], {kind_of("/")}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        yield address, answer.status_code
        if answer.status_code in {301, 302}:
            found = [answer.headers["Location"].partition("?")[0]]
        elif "text/html" in answer.headers["Content-Type"]:
            found = HREF.findall(answer.content.decode())
        else:
            continue
        for one in found:
            if not one.startswith(NOT_FOLLOWED) and kind_of(one) not in seen:
                seen.add(kind_of(one))
                waiting.append(one)


def kind_of(address: str) -> tuple[str, ...]:
    """What pages have in common that differ only by the record that they are about."""
    page = resolve(address)
    told = [str(value) for value in page.kwargs.values() if page.view_name in DIFFER or not isinstance(value, UUID)]
    return page.view_name, *told
