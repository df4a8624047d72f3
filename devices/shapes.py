"""The fields of a message as JSON Schema: what `devices/payloads` takes, told to whoever writes a device's software."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from types import NoneType
from typing import Annotated, Any, TypeAlias, get_args, get_type_hints

Schema: TypeAlias = dict[str, object]

NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 64}
COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}
PERCENT: Schema = {"type": "number", "minimum": 0, "maximum": 100}
INSTANT: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$",
}
# A number from 0 to 100.
Percent = Annotated[float, "percent"]
# Of any other type nothing is claimed.
BY_TYPE: dict[object, Schema] = {str: NAME, int: COUNT, float: {"type": "number"}, datetime: INSTANT, Percent: PERCENT}


def schema_of(shape: Any) -> Schema:
    """The schema of a dataclass; a field that may be None may be left out. Any: any dataclass."""
    types = get_type_hints(shape, include_extras=True)
    names = [field.name for field in fields(shape)]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in names if NoneType not in get_args(types[name])],
        "properties": {name: _schema_of_field(types[name]) for name in names},
    }


def renamed(schema: Schema, names: Mapping[str, str], properties: Mapping[str, Schema]) -> Schema:
    """The schema with other names for some fields, and some of them described anew."""
    found: Any = schema["properties"]
    required: Any = schema["required"]
    return schema | {
        "required": [names.get(name, name) for name in required],
        "properties": {names.get(name, name): one for name, one in found.items()} | dict(properties),
    }


def _schema_of_field(hint: object) -> Schema:
    if hint in BY_TYPE:
        return BY_TYPE[hint]
    either = [one for one in get_args(hint) if one is not NoneType]
    return BY_TYPE.get(either[0], {}) if NoneType in get_args(hint) else {}
