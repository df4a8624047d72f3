"""Payloads: any bytes are a message or a named rejection."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import handlers
from devices.handlers import Handler, Message
from devices.kinds import LARGEST_BODY, Reason
from devices.messages.alert import Alert
from devices.messages.attendance import Attendance
from devices.messages.status import Status
from devices.messages.steps import Steps
from devices.payloads import canonical, parse

STEPS = {
    "id": "8f0c",
    "seq": 412,
    "start": "2026-03-01T09:00:00+00:00",
    "end": "2026-03-01T10:00:00+00:00",
    "steps": 1234,
    "worn": 95,
}
ATTENDANCE = {"id": "a1", "seq": 9, "session": "WALK-0412", "tag": "T-77F2", "at": "2026-03-01T10:02:11+00:00"}
STATUS = {"id": "s1", "seq": 1, "at": "2026-03-01T10:02:11Z", "battery": 80, "firmware": "1.2"}
ALERT = {"id": "h1", "seq": 1, "at": "2026-03-01T10:02:11Z", "kind": "help"}
BODIES: dict[Handler, dict[str, Any]] = {
    Steps: STEPS,
    Attendance: ATTENDANCE,
    Status: STATUS,
    Alert: ALERT,
}


def read(body: object, *expected: Handler) -> object:
    """The body as it would be read under the topic of some handlers: under that of steps unless others are named."""
    return parse(json.dumps(body).encode(), expected or [Steps])


def changed(**fields: object) -> dict[str, object]:
    return STEPS | fields


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in STEPS.items() if key != name}


def test_steps_are_read_with_times_in_utc() -> None:
    body = changed(start="2026-07-01T10:00:00+01:00", end="2026-07-01T10:30:00.250Z")
    assert read(body) == Steps(
        id="8f0c",
        seq=412,
        start=datetime(2026, 7, 1, 9, tzinfo=UTC),
        end=datetime(2026, 7, 1, 10, 30, 0, 250_000, tzinfo=UTC),
        steps=1234,
        worn=95,
    )


def test_worn_may_be_left_out() -> None:
    message = read(without("worn"))
    assert isinstance(message, Steps)
    assert message.worn is None


def test_an_attendance_is_read() -> None:
    assert read(ATTENDANCE, Attendance) == Attendance(
        id="a1", seq=9, session="WALK-0412", tag="T-77F2", at=datetime(2026, 3, 1, 10, 2, 11, tzinfo=UTC)
    )


@given(st.binary(max_size=300), st.lists(st.sampled_from(handlers.declared()), max_size=2))
def test_any_bytes_are_a_message_or_a_named_rejection(body: bytes, expected: list[Handler]) -> None:
    assert isinstance(parse(body, expected), Message | Reason)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70)


@given(st.dictionaries(st.sampled_from([*STEPS, *ATTENDANCE, "extra"]), scalars | st.lists(scalars, max_size=2)))
def test_any_values_in_known_fields_are_a_message_or_a_named_rejection(fields: dict[str, Any]) -> None:
    for handler, body in BODIES.items():
        assert isinstance(read(body | fields, handler), Message | Reason)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b" " * (LARGEST_BODY + 1), Reason.TOO_LARGE),
        (b"\xff" * (LARGEST_BODY + 1), Reason.TOO_LARGE),
        (b'{"id": "\xff"}', Reason.NOT_UTF8),
        (b'{"id": "\xed\xa0\x80"}', Reason.NOT_UTF8),
        (b"", Reason.NOT_JSON),
        (b"{", Reason.NOT_JSON),
        (b"\xef\xbb\xbf{}", Reason.NOT_JSON),
        (b'{"id": "a\0"}', Reason.NOT_JSON),
        (b"\x1f\x8b\x08", Reason.NOT_UTF8),
        (b"[" * LARGEST_BODY, Reason.NOT_JSON),
        (b"NaN", Reason.NOT_JSON),
        (json.dumps(STEPS).replace("1234", "NaN").encode(), Reason.NOT_JSON),
        (json.dumps(STEPS).replace("1234", "-Infinity").encode(), Reason.NOT_JSON),
        (b"[]", Reason.SCHEMA),
        (b"null", Reason.SCHEMA),
        (b'"text"', Reason.SCHEMA),
        (b"{}", Reason.SCHEMA),
        (json.dumps(STEPS).replace("{", '{"seq": 412, ', 1).encode(), Reason.SCHEMA),
        (json.dumps(STEPS).replace("8f0c", "\\ud800").encode(), Reason.SCHEMA),
        (json.dumps(STEPS).replace("8f0c", "\\u0000").encode(), Reason.SCHEMA),
        (json.dumps(STEPS).replace("1234", "1e400").encode(), Reason.SCHEMA),
        (json.dumps(STEPS).replace("412", "9" * 3000).encode(), Reason.SCHEMA),
    ],
)
def test_a_body_that_is_no_message_has_its_reason(body: bytes, reason: Reason) -> None:
    assert parse(body, [Steps]) == reason


@pytest.mark.parametrize(
    "fields",
    [
        {"id": ""},
        {"id": "x" * 65},
        {"id": 5},
        {"id": None},
        {"seq": -1},
        {"seq": True},
        {"seq": "412"},
        {"seq": 2**63},
        {"steps": -1},
        {"steps": 12.5},
        {"steps": "1234"},
        {"steps": None},
        {"steps": True},
        {"steps": 1e308},
        {"worn": -1},
        {"worn": 100.5},
        {"worn": "95"},
        {"worn": None},
        {"start": "2026-03-01T09:00:00"},
        {"start": "2026-03-01"},
        {"start": "2026-03-01 09:00:00+00:00"},
        {"start": "2026-W09-7T09:00:00+00:00"},
        {"start": "2026-02-30T09:00:00Z"},
        {"start": "2026-03-01T23:59:60Z"},
        {"start": "2026-03-01T09:00:00+24:00"},
        {"start": "0001-01-01T00:00:00+14:00"},
        {"start": 1772355600},
        {"start": "2026-03-01T10:00:00+00:00"},
        {"start": "2026-03-01T11:00:00+00:00"},
        {"start": "2026-02-28T08:59:59+00:00"},
        {"device": "another"},
    ],
)
def test_a_field_that_its_shape_does_not_allow_is_schema(fields: dict[str, object]) -> None:
    assert read(changed(**fields)) == Reason.SCHEMA


@pytest.mark.parametrize("name", [name for name in STEPS if name != "worn"])
def test_a_missing_field_is_schema(name: str) -> None:
    assert read(without(name)) == Reason.SCHEMA


def test_an_interval_may_be_as_long_as_the_longest_day() -> None:
    assert isinstance(read(changed(start="2026-02-28T09:00:00Z")), Steps)


@pytest.mark.parametrize("topic", [*BODIES, None])
@pytest.mark.parametrize("handler", BODIES)
def test_a_body_of_another_kind_is_a_topic_mismatch(handler: Handler, topic: Handler | None) -> None:
    message = parse(json.dumps(BODIES[handler]).encode(), [topic] if topic else [])
    if handler == topic:
        assert isinstance(message, handler)
    else:
        assert message == Reason.TOPIC_MISMATCH


def test_every_handler_has_a_body_that_the_tests_read() -> None:
    assert set(BODIES) == set(handlers.declared())


@pytest.mark.parametrize("handler", BODIES)
def test_a_message_reads_back_as_its_device_sends_it(handler: Handler) -> None:
    message = read(BODIES[handler], handler)
    assert isinstance(message, Message)
    assert parse(message.body(), [handler]) == message


@pytest.mark.parametrize("body", [b"", b"\xff", json.dumps(STEPS).encode(), b"x" * 5000])
def test_retained_comes_before_every_other_reason(body: bytes) -> None:
    assert parse(body, [Steps], retained=True) == Reason.RETAINED


def content(text: str) -> str:
    message = parse(text.encode(), [Steps])
    assert isinstance(message, Steps)
    return canonical(message)


def test_the_same_values_have_the_same_content_however_they_are_spelt() -> None:
    first = json.dumps(STEPS)
    respelt = (
        '{"worn": 9.5e1, "steps": 1234.0, "start": "2026-03-01T14:30:00.000+05:30",'
        ' "end": "2026-03-01T10:00:00Z", "seq": 412, "id": "\\u0038f0c"}'
    )
    assert content(first) == content(respelt)


@pytest.mark.parametrize(
    "fields",
    [{"steps": 1235}, {"seq": 413}, {"worn": 0}, {"worn": 95.5}, {"end": "2026-03-01T10:00:01Z"}],
)
def test_another_value_is_another_content(fields: dict[str, object]) -> None:
    assert content(json.dumps(STEPS)) != content(json.dumps(changed(**fields)))


def test_unstated_worn_is_not_zero() -> None:
    assert content(json.dumps(without("worn"))) != content(json.dumps(changed(worn=0)))


@pytest.mark.parametrize(
    ("minutes", "steps", "implausible"),
    [(1, 300, False), (1, 301, True), (60, 10_565, False), (24 * 60, 100_000, False), (24 * 60, 100_001, True)],
)
def test_more_than_anyone_walks_is_implausible(minutes: int, steps: int, *, implausible: bool) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    message = Steps("a", 1, start, start + timedelta(minutes=minutes), steps, None)
    assert message.is_implausible is implausible
