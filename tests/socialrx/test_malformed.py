"""What no honest program sends: 400, or a page as if it were not there, and never a failure of ours."""

import base64
import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from referrals.actions.organisation import clients
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role, Scope
from tests.architecture.routes import RULES
from tests.architecture.source import modules
from tests.support import bad_input, tokens
from tests.support.tokens import JSON, Api
from tests.support.world import World, build

DEEP = "[" * 100_000
BAD_BODIES = {
    "deep lists": DEEP,
    "deep objects": '{"a":' * 100_000,
    "no JSON": "{",
    "no text": b"\xff\xfe\x00",
    "a long number": "9" * 5_000,
    "no number": "NaN",
    "nothing": "",
}
BAD_FIELDS: tuple[Any, ...] = ("\0", "a\0b", "\ud800", 10**400, -1, 1e308, [], {}, [[]], True, "9" * 5_000)
BAD_TEXTS = ("\0", "é" * 3_000, "9" * 5_000, "-1", "1e999", "[]", "' OR 1=1 --", "1999-W99", "0001-01-01_x")
# As DRF writes a cursor, with what is no moment, or not even text.
BAD_CURSORS = (
    "%%%",
    "cD0=x",
    "é",
    "A" * 5_000,
    base64.b64encode(b"p=yesterday").decode(),
    base64.b64encode(b"p=\0").decode(),
    base64.b64encode(b"p=2026-13-45T00:00:00").decode(),
    base64.b64encode(b"r=x").decode(),
    base64.b64encode(b"o=" + b"9" * 5_000).decode(),
    base64.b64encode(b"\xff").decode(),
)
QUERY = re.compile(r"""GET\.get\(\s*"(\w+)"|asked, "(\w+)"|query_params\.get\("(\w+)\"""")
# Named where they are read by a form or in a list of names.
MORE_NAMES = {"next", "search", "needs", "day", "period", "measure", "by", "from", "to", "cursor", "limit", "page"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), bad_input.undone():
        yield build()


def systems(world: World, role: Role) -> Api:
    return Api(tokens.issue(world.ours.members[role]))


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_body_that_cannot_be_read_is_a_problem(world: World, name: str) -> None:
    client = systems(world, Role.GP).client
    answer = client.generic("POST", "/api/v1/referrals/", BAD_BODIES[name], content_type=JSON)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("charset", ["hex", "rot13", "zlib", "utf-16", "utf-7", "none-at-all"])
def test_another_encoding_than_ours_is_a_problem(world: World, charset: str) -> None:
    api = systems(world, Role.GP).client
    kinds = {"/api/v1/referrals/": JSON, "/refer/": "application/x-www-form-urlencoded"}
    for path, kind in kinds.items():
        answer = api.generic("POST", path, "a=b", content_type=f"{kind}; charset={charset}")
        assert answer.status_code == 400, path


def test_a_body_of_another_kind_is_not_understood(world: World) -> None:
    api = systems(world, Role.GP).client
    for kind in ("text/plain", "application/xml", "multipart/form-data", "nonsense", ""):
        assert api.generic("POST", "/api/v1/referrals/", "a", content_type=kind).status_code in {400, 415}, kind


def _every_field(
    schema: dict[str, Any], document: dict[str, Any], at: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Where each value of a body stands, by the OpenAPI document."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for name, inner in schema.get("properties", {}).items():
        yield (*at, name)
        yield from _every_field(inner, document, (*at, name))


def test_a_bad_value_in_any_field_of_any_body_is_named(world: World) -> None:
    api = systems(world, Role.GP)
    document = Client().get("/api/v1/openapi.json").json()
    failures = []
    for path, operations in document["paths"].items():
        for operation in (one for one in operations.values() if "requestBody" in one):
            schema = operation["requestBody"]["content"][JSON]["schema"]
            for at in _every_field(schema, document):
                for value in BAD_FIELDS:
                    body: Any = value
                    for name in reversed(at):
                        body = {name: body}
                    answer = api.client.generic("POST", path, json.dumps(body), content_type=JSON)
                    if answer.status_code != 400:
                        failures.append((path, at, value, answer.status_code))
    assert failures == []


def test_a_bad_value_in_any_part_of_the_query_of_any_operation_is_refused(world: World) -> None:
    document = Client().get("/api/v1/openapi.json").json()
    by_role = {role: systems(world, role) for role in (Role.GP, Role.LINK_WORKER, Role.COMMISSIONER, Role.MANAGER)}
    failures, asked = [], 0
    for path, operations in document["paths"].items():
        names = [one["name"] for one in operations.get("get", {}).get("parameters", []) if one["in"] == "query"]
        address = re.sub(r"\{\w+\}", str(world.ours.person.public_id), path)
        for name in names:
            for value in BAD_TEXTS:
                answers = [api.client.get(address, {name: value}).status_code for api in by_role.values()]
                asked += 1
                failures += [(path, name, value, status) for status in answers if status >= 500]
    assert asked > 50
    assert failures == []


@pytest.mark.parametrize("cursor", BAD_CURSORS)
def test_a_cursor_that_is_none_is_a_problem(world: World, cursor: str) -> None:
    answer = systems(world, Role.GP).get("referrals/", cursor=cursor)
    assert answer.status_code == 400, answer.content


def test_every_page_with_a_query_bears_any_query(world: World) -> None:
    """Each page that reads a query, by the role that it is for, with bad values under every name that any reads."""
    names = {name for module in modules() for found in QUERY.findall(module.path.read_text()) for name in found if name}
    names |= MORE_NAMES
    browsers = {role: world.ours.client(role) for role in world.ours.members}
    failures, asked = [], 0
    for route, rule in RULES.items():
        if rule.api or rule.objects or rule.shared or rule.fixed or route.startswith("demo"):
            continue
        role = next((role for role in Role if role in rule.roles), Role.GP)
        browser = browsers[role]
        browser.raise_request_exception = False
        for value in BAD_TEXTS:
            answer = browser.get(reverse(route), dict.fromkeys(names, value))
            asked += 1
            # `/readyz` says with 503 that no consumer runs here.
            if answer.status_code >= 500 and route != "readyz":
                failures.append((route, value, answer.status_code))
        if "logout" in route:
            browsers[role] = world.ours.client(role)
    assert asked > 200
    assert failures == []


def test_a_cookie_or_an_address_with_nul_is_refused(world: World) -> None:
    browser = Client(raise_request_exception=False, headers={"cookie": 'sessionid="\\000aaaaaaaaaaaa"'})
    assert browser.get("/").status_code == 400
    for path in ("/me/sign-in/a%00b/", "/services/?search=%00", "/fhir/R4/ServiceRequest/%00", "/api/v1/%00"):
        assert Client(raise_request_exception=False).get(path).status_code == 400, path


@pytest.mark.parametrize(
    "form",
    [
        {"grant_type": "client_credentials", "client_id": "\0", "client_secret": "x"},
        {"grant_type": "client_credentials", "client_id": "x", "client_secret": "\0"},
        {"grant_type": "client_credentials", "scope": "\0"},
        {"grant_type": "\0"},
        {"grant_type": "9" * 5_000},
        {},
    ],
)
def test_the_token_endpoint_bears_any_form(world: World, form: dict[str, str]) -> None:
    made = clients.register(name="Test", scopes=[Scope.REFERRALS], by=SCHEDULE)
    basic = base64.b64encode(f"{made.client.oauth_client_id}:{made.secret}".encode()).decode()
    for headers in ({}, {"authorization": f"Basic {basic}"}, {"authorization": "Basic AAAA"}):
        answer = Client(raise_request_exception=False, headers=headers).post("/oauth/token/", form)
        assert answer.status_code in {400, 401}, (headers, answer.content)


@contextmanager
def logged() -> Iterator[io.StringIO]:
    (handler,) = [one for one in logging.getLogger().handlers if one.name == "stderr"]
    assert isinstance(handler, logging.StreamHandler)
    log = io.StringIO()
    before = handler.setStream(log)
    try:
        yield log
    finally:
        handler.setStream(before)


def test_a_refusal_is_one_line_with_the_id_that_the_answer_has(world: World) -> None:
    gp = world.ours.client(Role.GP)
    api = systems(world, Role.GP).client
    with logged() as log:
        answers = [
            gp.get("/manager/"),
            gp.get("/nowhere/"),
            Client().get("/", headers={"host": "evil.example"}),
            api.generic("POST", "/api/v1/referrals/", DEEP, content_type=JSON),
            api.generic("POST", "/refer/", "x", content_type="multipart/form-data"),
            api.get("/api/v1/referrals/", {"cursor": "%"}),
        ]
    lines = log.getvalue().splitlines()
    assert [answer.status_code for answer in answers] == [403, 404, 400, 400, 400, 400]
    assert len(lines) == len(answers), log.getvalue()
    for line, answer in zip(lines, answers, strict=True):
        assert f" {answer['X-Request-ID']} " in line


def test_what_a_system_was_told_of_people_stays_in_no_cache(world: World) -> None:
    api = systems(world, Role.GP)
    referral = world.ours.referral.public_id
    for path in ("/api/v1/referrals/", f"/api/v1/referrals/{referral}/", f"/fhir/R4/ServiceRequest/{referral}"):
        assert "no-store" in api.client.get(path)["Cache-Control"], path
    for path in ("/me/sign-in/x/", "/provider/answer/x/", "/accounts/invitation/x/"):
        assert "no-store" in Client().get(path)["Cache-Control"], path
