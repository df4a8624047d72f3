"""Values of a JSON document, each of the type that it should have."""

from collections.abc import Iterable, Mapping
from typing import Any

Object = Mapping[str, Any]


class UnexpectedError(Exception):
    """Something is not of the type that Open Referral UK gives it."""


def joined(divider: str, parts: Iterable[str | None]) -> str | None:
    """What is said of the parts; None where nothing is."""
    return divider.join(part for part in parts if part) or None


def text(of: Object, key: str) -> str | None:
    """A text or number as text; None for null or nothing."""
    value = of.get(key)
    if isinstance(value, dict | list | bool):
        message = f"{key} is no text"
        raise UnexpectedError(message)
    return None if value is None else str(value)


def an_object(of: Object, key: str) -> Object:
    """An object; an empty one for null or nothing."""
    value = of.get(key) or {}
    if not isinstance(value, dict):
        message = f"{key} is no object"
        raise UnexpectedError(message)
    return value


def several(of: Object, key: str) -> list[Object]:
    """A list of objects; an empty one for null or nothing."""
    value = of.get(key) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        message = f"{key} is no list of objects"
        raise UnexpectedError(message)
    return value
