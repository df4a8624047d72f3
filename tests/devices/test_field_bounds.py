"""Every field of a body at its exact bounds, and what all bodies have in common."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from devices.handlers import Handler, KnownDevice
from devices.kinds import LARGEST_BODY, Reason
from devices.messages.alert import Alert
from devices.messages.attendance import Attendance
from devices.messages.status import Status
from devices.messages.steps import Steps
from devices.payloads import (
    UnfitError,
    canonical,
    parse,
    read_count,
    read_instant,
    read_name,
    read_percent,
    read_word_of,
    require_fields,
)

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEPS: dict[str, object] = {
    "id": "a",
    "seq": 1,
    "start": "2026-03-02T09:00:00Z",
    "end": "2026-03-02T10:00:00Z",
    "steps": 12,
    "worn": 50,
}
SCAN = {"id": "a", "seq": 1, "session": "S", "tag": "T", "at": "2026-03-02T09:00:00Z"}


def refused(read: Callable[[object], object], value: object) -> bool:
    try:
        read(value)
    except UnfitError:
        return True
    return False


@pytest.mark.parametrize("value", [0, 1, 2**53, 2**53 + 1, 2**63 - 1, 0.0, -0.0, 12.0, 1e3, 2.0**53], ids=repr)
def test_a_count_is_an_integer_from_0_that_fits_the_table(value: float) -> None:
    assert read_count(value) == value
    assert isinstance(read_count(value), int)


@pytest.mark.parametrize(
    "value",
    [-1, 2**63, -(2**63), 0.5, -0.5, -1.0, 2.0**53 + 2, 1e300, float("inf"), float("nan"), True, False, "1", None, [1]],
    ids=repr,
)
def test_what_is_no_count_is_unfit(value: object) -> None:
    assert refused(read_count, value)


@pytest.mark.parametrize("value", [0, 0.0, 0.001, 50, 99.5, 100, 100.0])
def test_a_percent_is_a_number_from_0_to_100(value: float) -> None:
    assert read_percent(value) == value


@pytest.mark.parametrize("value", [-0.001, 100.001, 101, -1, 2.0**60, float("nan"), float("inf"), True, "50", None])
def test_what_is_no_percent_is_unfit(value: object) -> None:
    assert refused(read_percent, value)


def test_a_whole_percent_is_spelt_as_an_integer() -> None:
    assert isinstance(read_percent(50.0), int)
    assert isinstance(read_percent(50.5), float)


@pytest.mark.parametrize("value", ["a", " ", "é", "\U0001f6b6", "x" * 64, "\U0001f6b6" * 64, "\x01", "\n"])
def test_a_name_has_1_to_64_characters(value: str) -> None:
    assert read_name(value) == value


@pytest.mark.parametrize("value", ["", "x" * 65, "\0", "a\0b", "\ud800", "a\udfff", 5, None, b"a", ["a"], True])
def test_what_is_no_name_is_unfit(value: object) -> None:
    assert refused(read_name, value)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T09:00:00Z", NINE),
        ("2026-03-02T09:00:00+00:00", NINE),
        ("2026-03-02T09:00:00-00:00", NINE),
        ("2026-03-02T10:00:00+01:00", NINE),
        ("2026-03-01T23:30:00-09:30", NINE),
        ("2026-03-02T09:00:00.5Z", NINE + timedelta(milliseconds=500)),
        ("2026-03-02T09:00:00.000001Z", NINE + timedelta(microseconds=1)),
        ("2026-03-02T09:00:00.000001999Z", NINE + timedelta(microseconds=1)),
        ("2024-02-29T00:00:00Z", datetime(2024, 2, 29, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59+00:00", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2026-03-02T09:00:00+23:59", NINE - timedelta(hours=23, minutes=59)),
    ],
)
def test_an_instant_is_read_in_utc(text: str, moment: datetime) -> None:
    found = read_instant(text)
    assert found == moment
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2026-03-02T09:00:00",
        "2026-03-02T09:00Z",
        "2026-03-02 09:00:00Z",
        "2026-03-02t09:00:00Z",
        "2026-03-02T09:00:00z",
        "2026-03-02T09:00:00,5Z",
        "2026-03-02T09:00:00.Z",
        "2026-03-02T09:00:00.1234567890Z",
        "2026-03-02T09:00:00+01",
        "2026-03-02T09:00:00+0100",
        "2026-03-02T09:00:00+24:00",
        "2026-03-02T24:00:01Z",
        "2026-03-02T09:60:00Z",
        "2026-03-02T09:00:60Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "\uff12026-03-02T09:00:00Z",
        " 2026-03-02T09:00:00Z",
        "2026-03-02T09:00:00Z\n",
        "2026-03-02T09:00:00ZZ",
        1772442000,
        None,
        NINE,
    ],
)
def test_what_is_no_instant_is_unfit(value: object) -> None:
    assert refused(read_instant, value)


def test_a_word_is_one_of_its_list() -> None:
    read = read_word_of("help", "fall")
    assert [read("help"), read("fall")] == ["help", "fall"]
    assert all(refused(read, value) for value in ("test", "Help", "", None, 1, ["help"]))


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        ({"a": 1}, True),
        ({"a": 1, "b": 1}, True),
        ({}, False),
        ({"b": 1}, False),
        ({"a": 1, "c": 1}, False),
        ({"a": 1, "b": 1, "c": 1}, False),
    ],
)
def test_a_body_has_all_it_needs_and_nothing_unknown(body: dict[str, object], *, fits: bool) -> None:
    assert refused(lambda value: require_fields(body, frozenset("a"), frozenset("b")), None) is not fits
    only_needed = body.keys() == {"a"}
    assert refused(lambda value: require_fields(body, frozenset("a")), None) is not only_needed


def padded(size: int) -> bytes:
    """A good body of so many bytes."""
    return json.dumps(STEPS).encode().ljust(size)


def test_a_body_may_be_as_large_as_the_contract_says() -> None:
    assert LARGEST_BODY == 4096
    assert isinstance(parse(padded(LARGEST_BODY), [Steps]), Steps)
    assert parse(padded(LARGEST_BODY + 1), [Steps]) == Reason.TOO_LARGE


def test_reasons_come_in_the_contracts_order() -> None:
    too_large = b"\xff" * (LARGEST_BODY + 1)
    assert parse(too_large, [Steps], retained=True) == Reason.RETAINED
    assert parse(too_large, [Steps]) == Reason.TOO_LARGE
    assert parse(b"\xff{", [Steps]) == Reason.NOT_UTF8
    assert parse(b"{", [Steps]) == Reason.NOT_JSON
    assert parse(b"{}", [Steps]) == Reason.SCHEMA
    assert parse(json.dumps(SCAN).encode(), [Steps]) == Reason.TOPIC_MISMATCH


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_only_python_takes_for_a_number_is_no_json(constant: str) -> None:
    assert parse(f'{{"id": {constant}}}'.encode(), [Steps]) == Reason.NOT_JSON


def test_a_name_given_twice_is_a_guess_at_any_depth() -> None:
    assert parse(b'{"id": "a", "id": "a"}', [Steps]) == Reason.SCHEMA
    assert parse(b'{"id": [{"x": 1, "x": 1}]}', [Steps]) == Reason.SCHEMA


def test_the_first_handler_of_a_topic_whose_shape_fits_reads_the_body() -> None:
    both: list[Handler] = [Steps, Attendance]
    for expected in (both, both[::-1]):
        assert isinstance(parse(json.dumps(STEPS).encode(), expected), Steps)
        assert isinstance(parse(json.dumps(SCAN).encode(), expected), Attendance)
    assert parse(b"[]", both) == Reason.SCHEMA


def test_content_is_spelt_in_one_way() -> None:
    message = parse(json.dumps(STEPS | {"id": 'é"', "seq": 1.0, "end": "2026-03-02T10:00:00.5Z"}).encode(), [Steps])
    assert isinstance(message, Steps)
    assert canonical(message) == (
        '{"end":"2026-03-02T10:00:00.500000Z","id":"\\u00e9\\"","seq":1,"start":"2026-03-02T09:00:00Z",'
        '"steps":12,"worn":50}'
    )


def test_an_absent_field_is_null_in_the_content_and_absent_in_the_body() -> None:
    message = Steps("a", 1, NINE, NINE + timedelta(hours=1), 12, None)
    assert canonical(message).endswith('"worn":null}')
    assert json.loads(message.body()) == {
        "id": "a",
        "seq": 1,
        "start": "2026-03-02T09:00:00Z",
        "end": "2026-03-02T10:00:00Z",
        "steps": 12,
    }


@pytest.mark.parametrize(
    ("end", "fits"),
    [
        ("2026-03-02T08:59:59.999999Z", False),
        ("2026-03-02T09:00:00Z", False),
        ("2026-03-02T09:00:00.000001Z", True),
        ("2026-03-03T10:00:00Z", True),
        ("2026-03-03T10:00:00.000001Z", False),
    ],
)
def test_an_interval_is_longer_than_nothing_and_at_most_25_hours(end: str, *, fits: bool) -> None:
    found = parse(json.dumps(STEPS | {"end": end}).encode(), [Steps])
    assert isinstance(found, Steps) if fits else found == Reason.SCHEMA


@pytest.mark.parametrize(
    ("length", "steps", "implausible"),
    [
        (timedelta(seconds=1), 5, False),
        (timedelta(seconds=1), 6, True),
        (timedelta(minutes=1), 300, False),
        (timedelta(minutes=1), 301, True),
        (timedelta(minutes=333), 99_900, False),
        (timedelta(minutes=333), 99_901, True),
        (timedelta(minutes=334), 100_000, False),
        (timedelta(minutes=334), 100_001, True),
        (timedelta(hours=25), 100_001, True),
        (timedelta(hours=25), 0, False),
    ],
)
def test_nobody_walks_faster_or_further(length: timedelta, steps: int, *, implausible: bool) -> None:
    assert Steps("a", 1, NINE, NINE + length, steps, None).is_implausible is implausible


class Wearers:
    """The person 7 had the device 1 from nine on, and agreed then and at eleven only."""

    def wearer(self, device_id: int, at: datetime) -> int | None:
        return 7 if device_id == 1 and at >= NINE else None

    def agreed(self, person_id: int, at: datetime) -> bool:
        return person_id == 7 and at in {NINE, NINE + timedelta(hours=2)}


@pytest.mark.parametrize(
    ("start", "steps", "now", "objection"),
    [
        (0, 10, 2, None),
        (-1, 99_999, 2, Reason.IMPLAUSIBLE),
        (-1, 10, 2, Reason.NOT_ASSIGNED),
        (1, 10, 2, Reason.NO_CONSENT),
        (0, 10, 3, Reason.NO_CONSENT),
    ],
)
def test_a_wearer_agreed_at_the_start_and_agrees_now(
    start: int, steps: int, now: int, objection: Reason | None
) -> None:
    wristband = KnownDevice(1, UUID(int=1), "wearable", None, enabled=True)
    begins = NINE + timedelta(hours=start)
    message = Steps("a", 1, begins, begins + timedelta(hours=1), steps, None)
    assert message.objection(wristband, Wearers(), NINE + timedelta(hours=now)) == objection


def test_a_message_says_when_it_was_and_what_it_adds() -> None:
    hour = Steps("a", 4, NINE, NINE + timedelta(hours=1), 12, 50)
    assert (hour.occurred_at, hour.latest_at) == (NINE, NINE + timedelta(hours=1))
    assert hour.total() == (NINE + timedelta(hours=1), 4, 12, 50)
    scan = Attendance("a", 1, "S", "T", NINE)
    assert (scan.occurred_at, scan.latest_at, scan.total()) == (NINE, NINE, None)


@pytest.mark.parametrize(
    ("handler", "body"),
    [
        (Status, {"id": "a", "seq": 1, "at": "2026-03-02T09:00:00Z", "battery": 80, "firmware": "1"}),
        (Alert, {"id": "a", "seq": 1, "at": "2026-03-02T09:00:00Z", "kind": "help"}),
    ],
)
def test_a_kind_that_nothing_sends_is_told_from_a_body_without_any_shape(
    handler: type[Status | Alert], body: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = handler.read(body)
    assert found.occurred_at == found.latest_at == NINE
    assert parse(json.dumps(body).encode(), [handler]) == found
    assert json.loads(found.body()) == body
    monkeypatch.setattr(handler, "sent_by", frozenset())
    assert parse(json.dumps(body).encode(), [handler]) == Reason.TOPIC_MISMATCH
    for name in body:
        without = {key: value for key, value in body.items() if key != name}
        assert parse(json.dumps(without).encode(), [handler]) == Reason.SCHEMA
        assert parse(json.dumps(body | {name: None}).encode(), [handler]) == Reason.SCHEMA
