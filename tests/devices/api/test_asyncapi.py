"""The AsyncAPI document: every topic that the broker lets devices publish to, and bodies as the handlers read them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft7Validator

from devices import handlers
from devices.handlers import Handler, Message
from devices.messages.steps import Steps
from devices.payloads import parse
from devices.topics import topic_of
from tests.devices.scratch import StepsV2
from tests.devices.test_payloads import BODIES

SENT = [one for one in handlers.declared() if one.sent_by and one in BODIES]
# Values of which each is wrong for some field or other, and right for another.
VALUES: tuple[object, ...] = (
    *("", "x", "x" * 64, "x" * 65, "help", "fly", "2026-03-01T10:02:11Z", "2026-03-01", "2026-03-01T10:02:11"),
    *(-1, 0, 1, 100, 101, 2**63 - 1, 2**63, 1.5, 99.5, 100.5, True, None, [], {}, [1], {"a": 1}),
)


def changes(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The body, with each field left out, with one too many, and with each field of each value."""
    yield body
    yield body | {"more": 1}
    for name in body:
        yield {key: value for key, value in body.items() if key != name}
        yield from (body | {name: value} for value in VALUES)


def read() -> dict[str, Any]:
    answer = Client().get("/api/v1/asyncapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def document() -> dict[str, Any]:
    return read()


def test_the_channels_are_the_topics_that_something_handles(document: dict[str, Any]) -> None:
    assert document["asyncapi"] == "3.0.0"
    told = {channel["address"] for channel in document["channels"].values()}
    assert told == {topic_of("{device}", one.kind, one.version) for one in handlers.declared() if one.sent_by}
    messages = document["components"]["messages"]
    assert {name: one["payload"] for name, one in messages.items()} == {
        f"{one.kind}-v{one.version}": one.schema() for one in handlers.declared() if one.sent_by
    }
    for name in document["channels"]:
        assert document["operations"][f"receive-{name}"]["channel"] == {"$ref": f"#/channels/{name}"}
        assert document["operations"][f"receive-{name}"]["bindings"]["mqtt"]["qos"] == 1


def test_each_form_of_one_kind_and_version_is_a_message_of_its_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    class OtherSteps(StepsV2):
        """Steps in another form."""

        version = 1

    monkeypatch.setattr(handlers, "_handlers", dict(handlers._handlers))
    handlers.declare([OtherSteps])
    told = read()
    channel, messages = told["channels"]["steps-v1"], told["components"]["messages"]
    assert channel["messages"] == {
        name: {"$ref": f"#/components/messages/{name}"} for name in ("steps-v1", "steps-v1-2")
    }
    assert messages["steps-v1"]["payload"] == Steps.schema()
    assert messages["steps-v1-2"]["summary"] == "Steps in another form."


@pytest.mark.parametrize("handler", SENT, ids=lambda handler: handler.kind)
def test_a_body_fits_the_schema_if_the_handler_reads_it(handler: Handler) -> None:
    payload: dict[str, Any] = handler.schema()
    Draft7Validator.check_schema(payload)
    schema = Draft7Validator(payload)
    for body in changes(BODIES[handler]):
        is_read = isinstance(parse(json.dumps(body).encode(), [handler]), Message)
        fits = schema.is_valid(body)
        # What only two fields together, or the calendar, can tell is not in a schema.
        assert fits or not is_read, body
        if fits and not is_read:
            assert body.get("start", "") != BODIES[handler].get("start", "") or body.get("end") != BODIES[handler].get(
                "end"
            ), body
