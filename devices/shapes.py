"""The fields of a message as JSON Schema: what `devices/payloads` takes, told to whoever writes a device's software."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from types import NoneType
from typing import Annotated, TypeAlias, get_args, get_type_hints

Schema: TypeAlias = dict[str, object]

# Of any other type nothing is claimed.
BY_TYPE: dict[object, Schema] = {
    str: {"type": "string", "minLength": 1, "maxLength": 64},
    int: {"type": "integer", "minimum": 0, "maximum": 2**63 - 1},
    float: {"type": "number"},
    datetime: {
        "type": "string",
        "format": "date-time",
        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$",
    },
}


@dataclass(frozen=True, slots=True)
class Between:
    """A number from the least to the most."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """On the wire a field has another name."""

    name: str


Percent = Annotated[float, Between(0, 100)]


def schema_of(shape: type, names: Collection[str]) -> Schema:
    """The schema of a class by these fields of it; a field that may be None may be left out."""
    hints = get_type_hints(shape, include_extras=True)
    called = {name: _called(name, hints[name]) for name in names}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [called[name] for name in names if NoneType not in get_args(hints[name])],
        "properties": {called[name]: _schema_of_field(hints[name]) for name in names},
    }


def _called(name: str, hint: object) -> str:
    return next((more.name for more in _more(hint) if isinstance(more, Called)), name)


def _schema_of_field(hint: object) -> Schema:
    """By its type, and by what is annotated of it."""
    stated = _stated(hint)
    schema = BY_TYPE.get(get_args(stated)[0] if _more(hint) else stated, {})
    for more in _more(hint):
        if isinstance(more, Between):
            schema = schema | {"minimum": more.least, "maximum": more.most}
        if isinstance(more, OneOf):
            schema = {"enum": [*more.words]}
    return schema


def _more(hint: object) -> tuple[object, ...]:
    found: tuple[object, ...] = getattr(_stated(hint), "__metadata__", ())
    return found


def _stated(hint: object) -> object:
    """The type of a field that is there."""
    either = get_args(hint)
    return next(one for one in either if one is not NoneType) if NoneType in either else hint
