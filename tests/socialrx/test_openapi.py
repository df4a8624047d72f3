"""The OpenAPI document: valid, complete, and true of what the interface answers."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from referrals.kit.permissions import Role
from tests.devices.kit import Kit
from tests.referrals.api.test_referrals import body
from tests.support import tokens
from tests.support.tokens import Answered, Api
from tests.support.world import World

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture
def document() -> dict[str, Any]:
    found: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    return found


@pytest.fixture
def api(world: World) -> Api:
    return Api(tokens.issue(world.ours.members[Role.GP]))


def assert_as_documented(document: dict[str, Any], response: Answered, path: str, method: str = "get") -> None:
    """The status or `default` is documented with this media type, and the body fits its schema."""
    responses = document["paths"][f"/api/v1/{path}"][method]["responses"]
    content = responses.get(str(response.status_code), responses["default"])["content"]
    schema = content[response.headers["Content-Type"].partition(";")[0]]["schema"]
    validator = Draft202012Validator(schema | {"components": document["components"]})
    assert list(validator.iter_errors(response.json())) == []


def test_the_document_is_public_valid_and_openapi_31(document: dict[str, Any]) -> None:
    validate_schema(document)  # type: ignore[no-untyped-call]  # the library is partly typed
    assert document["openapi"].startswith("3.1")
    assert document["components"]["securitySchemes"]["Bearer"] == {"type": "http", "scheme": "bearer"}


def test_nothing_is_left_to_be_guessed(tmp_path: Path) -> None:
    # Fails where the generator warns that it had to guess.
    call_command("spectacular", fail_on_warn=True, file=str(tmp_path / "openapi.yaml"))


def test_every_operation_asks_for_a_token_and_may_answer_with_a_problem(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert {"Bearer": []} in operation["security"], (path, method)
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_answers_are_as_documented(kit: Kit, document: dict[str, Any]) -> None:
    api = Api(tokens.issue(kit.world.ours.members[Role.LINK_WORKER]))
    sent = api.post("referrals/", body())
    assert_as_documented(document, sent, "referrals/", "post")
    assert_as_documented(document, api.post("referrals/", body(needs=[])), "referrals/", "post")
    assert_as_documented(document, api.get("referrals/"), "referrals/")
    for public_id in (sent.json()["id"], kit.world.theirs.referral.public_id):
        assert_as_documented(document, api.get(f"referrals/{public_id}/"), "referrals/{public_id}/")
    kit.store(kit.steps())
    for noun, public_id in (("people", kit.world.ours.person.public_id), ("devices", kit.wearable.public_id)):
        for query in ({}, {"from": "never"}):
            response = api.get(f"{noun}/{public_id}/days/", **query)
            assert_as_documented(document, response, f"{noun}/{{public_id}}/days/")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(place=st.sampled_from(["", "person", "consent"]), data=st.data())
def test_no_body_is_a_defect(api: Api, document: dict[str, Any], place: str, data: st.DataObject) -> None:
    whole = body()
    part = whole[place] if place else whole
    part[data.draw(st.sampled_from(sorted(part)))] = data.draw(ANY_JSON)
    response = api.post("referrals/", json.dumps(whole))
    assert response.status_code in {201, 400, 422}
    assert_as_documented(document, response, "referrals/", "post")
