"""Bytes of an MQTT message -> a message, or the reason for its rejection. Never an exception.

What every body has in common is here: the decoding, the fields, the order of the reasons. The shapes are in
`devices/messages`, a module for each kind.
"""

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from devices import handlers
from devices.handlers import Body, Handler, Message
from devices.kinds import LARGEST_BODY, Reason

# PostgreSQL's bigint.
LARGEST_COUNT = 2**63 - 1
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
class Received:
    """A publish as it came from the broker, and when (UTC). `over_quota` is judged once, however often it is stored."""

    topic: str
    body: bytes
    retained: bool
    received_at: datetime
    over_quota: bool = False


class UnfitError(ValueError):
    """A value that its field does not allow."""


def parse(body: bytes, expected: Collection[Handler], *, retained: bool = False) -> Message | Reason:
    """The message that a body holds, or the first reason against it, as far as the body alone can tell.

    `expected` are the handlers of the topic that it came by.
    """
    if retained:
        return Reason.RETAINED
    if len(body) > LARGEST_BODY:
        return Reason.TOO_LARGE
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return Reason.NOT_UTF8
    try:
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique_members)
    except UnfitError:
        return Reason.SCHEMA
    except (ValueError, RecursionError):
        return Reason.NOT_JSON
    return _read_message(value, expected)


def canonical(message: Message) -> str:
    """One spelling per content: equal for messages whose JSON values and instants are equal."""
    return _spell(message.values())


_spell = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


def read_name(value: object) -> str:
    """1 to 64 characters that a table can hold."""
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_NAME or "\0" in value:
        raise UnfitError
    try:
        value.encode()
    except UnicodeEncodeError as half_a_character:
        raise UnfitError from half_a_character
    return value


def read_count(value: object) -> int:
    """An integer from 0 that a table can hold."""
    number = _read_number(value)
    if isinstance(number, float) or not 0 <= number <= LARGEST_COUNT:
        raise UnfitError
    return number


def read_percent(value: object) -> float:
    """A number from 0 to 100."""
    number = _read_number(value)
    if not 0 <= number <= WHOLE:
        raise UnfitError
    return number


def read_instant(value: object) -> datetime:
    """A moment with its offset, in UTC."""
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        raise UnfitError
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError) as no_such_moment:
        raise UnfitError from no_such_moment


def read_word_of(*words: str) -> Callable[[object], str]:
    """What reads one of some words."""

    def read_word(value: object) -> str:
        if value not in words:
            raise UnfitError
        return str(value)

    return read_word


def require_fields(body: Body, required: frozenset[str], optional: frozenset[str] = frozenset()) -> None:
    """Refuse a body with a field too few, or one that is not known: it could change the meaning."""
    if not required <= body.keys() or not body.keys() - required <= optional:
        raise UnfitError


def _read_message(value: object, expected: Collection[Handler]) -> Message | Reason:
    found = _first_fit(value, expected)
    if found is not None:
        # Nothing sends it yet: it has a shape to be known by, and is no message.
        return found if found.sent_by else Reason.TOPIC_MISMATCH
    others = [handler for handler in handlers.declared() if handler not in expected]
    return Reason.SCHEMA if _first_fit(value, others) is None else Reason.TOPIC_MISMATCH


def _first_fit(value: object, readers: Collection[Handler]) -> Message | None:
    """The message that the first of the handlers reads whose shape the value has."""
    if not isinstance(value, dict):
        return None
    for handler in readers:
        try:
            return handler.read(value)
        except UnfitError:
            continue
    return None


def _refuse_constant(name: str) -> float:
    # NaN and Infinity are Python's, not JSON's.
    raise ValueError(name)


def _unique_members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        # A name given twice is JSON, but which of the values counts is a guess.
        raise UnfitError
    return members


def _read_number(value: object) -> int | float:
    # JSON has one kind of number: 12, 12.0 and 1.2e1 are the same. True is an int in Python only.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnfitError
    if isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST_EXACT_FLOAT:
        return int(value)
    return value
