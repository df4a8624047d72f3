"""Bytes of an MQTT message -> a message, or the reason for its rejection. Never an exception."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from devices.kinds import LARGEST_BODY, LONGEST_INTERVAL, STEPS_PER_DAY, STEPS_PER_MINUTE, MessageKind, Reason

# PostgreSQL's bigint.
LARGEST_SEQ = 2**63 - 1
# Above it a JSON number with a point or an exponent no longer says which integer it means.
LARGEST_EXACT_FLOAT = 2.0**53
LONGEST_NAME = 64
# Percent.
WHOLE = 100
INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Steps:
    """An interval's total, in UTC. `worn` is the percent of the interval, None where unstated."""

    id: str
    seq: int
    start: datetime
    end: datetime
    steps: int
    worn: float | None

    @property
    def at(self) -> datetime:
        """The moment that decides who wore the device, and the age of the message."""
        return self.start

    @property
    def latest(self) -> datetime:
        """The latest moment that the message speaks of."""
        return self.end

    @property
    def is_implausible(self) -> bool:
        """Whether nobody can have walked so much in that time."""
        minutes = (self.end - self.start).total_seconds() / 60
        return self.steps > min(STEPS_PER_MINUTE * minutes, STEPS_PER_DAY)


@dataclass(frozen=True, slots=True)
class Attendance:
    """A tag held to a reader at a session, in UTC."""

    id: str
    seq: int
    session: str
    tag: str
    at: datetime

    @property
    def latest(self) -> datetime:
        """The latest moment that the message speaks of."""
        return self.at

    @property
    def is_implausible(self) -> bool:
        """A scan states no amount."""
        return False


Message = Steps | Attendance


@dataclass(frozen=True, slots=True)
class Received:
    """A publish as it came from the broker, and when (UTC)."""

    topic: str
    body: bytes
    retained: bool
    received_at: datetime


class UnfitError(ValueError):
    """A value that its field does not allow."""


def parse(body: bytes, kind: MessageKind | None, *, retained: bool = False) -> Message | Reason:
    """The message that a body holds, or the first reason against it, as far as the body alone can tell."""
    if retained:
        return Reason.RETAINED
    if len(body) > LARGEST_BODY:
        return Reason.TOO_LARGE
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return Reason.NOT_UTF8
    try:
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_members)
    except UnfitError:
        return Reason.SCHEMA
    except (ValueError, RecursionError):
        return Reason.NOT_JSON
    return _message(value, kind)


def canonical(message: Message) -> str:
    """One spelling per content: equal for messages whose JSON values and instants are equal."""
    return json.dumps(
        {name: _plain(getattr(message, name)) for name in message.__slots__},
        separators=(",", ":"),
        sort_keys=True,
    )


def _message(value: object, kind: MessageKind | None) -> Message | Reason:
    found = _fit(value, kind) if kind else None
    if found is not None:
        # Shapes that no device sends yet have fields to be known by, and no message.
        return found if isinstance(found, Steps | Attendance) else Reason.TOPIC_MISMATCH
    others = (_fit(value, other) for other in MessageKind if other != kind)
    return Reason.TOPIC_MISMATCH if any(other is not None for other in others) else Reason.SCHEMA


def _fit(value: object, kind: MessageKind) -> Message | Mapping[str, Any] | None:
    if not isinstance(value, dict):
        return None
    try:
        return SHAPES[kind](value)
    except UnfitError:
        return None


def _refuse_constant(name: str) -> float:
    # NaN and Infinity are Python's, not JSON's.
    raise ValueError(name)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        # A name given twice is JSON, but which of the values counts is a guess.
        raise UnfitError
    return members


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_NAME or "\0" in value:
        raise UnfitError
    try:
        value.encode()
    except UnicodeEncodeError as half_a_character:
        raise UnfitError from half_a_character
    return value


def _number(value: object) -> int | float:
    # JSON has one kind of number: 12, 12.0 and 1.2e1 are the same. True is an int in Python only.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnfitError
    if isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST_EXACT_FLOAT:
        return int(value)
    return value


def _count(value: object) -> int:
    number = _number(value)
    if isinstance(number, float) or not 0 <= number <= LARGEST_SEQ:
        raise UnfitError
    return number


def _percent(value: object) -> float:
    number = _number(value)
    if not 0 <= number <= WHOLE:
        raise UnfitError
    return number


def _instant(value: object) -> datetime:
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        raise UnfitError
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError) as no_such_moment:
        raise UnfitError from no_such_moment


Check = Callable[[object], Any]
BASE: dict[str, Check] = {"id": _name, "seq": _count}


def _fields(value: dict[str, Any], required: Mapping[str, Check], optional: Mapping[str, Check]) -> dict[str, Any]:
    """The checked fields. One too few or one that is not known makes the body unfit: it could change the meaning."""
    if not required.keys() <= value.keys() or not value.keys() <= required.keys() | optional.keys():
        raise UnfitError
    return {name: (required.get(name) or optional[name])(member) for name, member in value.items()}


def _steps(value: dict[str, Any]) -> Steps:
    fields = _fields(value, BASE | {"start": _instant, "end": _instant, "steps": _count}, {"worn": _percent})
    message = Steps(**{"worn": None} | fields)
    if not message.start < message.end <= message.start + LONGEST_INTERVAL:
        raise UnfitError
    return message


def _attendance(value: dict[str, Any]) -> Attendance:
    return Attendance(**_fields(value, BASE | {"session": _name, "tag": _name, "at": _instant}, {}))


def _one_of(*words: str) -> Check:
    def check(value: object) -> str:
        if value not in words:
            raise UnfitError
        return str(value)

    return check


def _status(value: dict[str, Any]) -> Mapping[str, Any]:
    return _fields(value, BASE | {"at": _instant, "battery": _percent, "firmware": _name}, {})


def _alert(value: dict[str, Any]) -> Mapping[str, Any]:
    return _fields(value, BASE | {"at": _instant, "kind": _one_of("help", "fall", "test")}, {})


SHAPES: Mapping[MessageKind, Callable[[dict[str, Any]], Message | Mapping[str, Any]]] = {
    MessageKind.STEPS: _steps,
    MessageKind.ATTENDANCE: _attendance,
    MessageKind.STATUS: _status,
    MessageKind.ALERT: _alert,
}
