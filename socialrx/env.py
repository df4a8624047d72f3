"""Reading the environment: every value the product takes from outside comes through here."""

import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's value; without a default its absence stops the start with an instruction."""
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        message = f"Set {name} in the environment; README.md, 'Running it in production', says what it holds."
        raise ImproperlyConfigured(message)
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Exactly '1' or '0', so that 'False' can never mean yes."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        message = f"{name} must be 1 or 0, not {value!r}."
        raise ImproperlyConfigured(message)
    return value == "1"


def count(name: str, default: int) -> int:
    """A whole number, none below zero."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdecimal()):
        message = f"{name} must be a whole number, not {value!r}."
        raise ImproperlyConfigured(message)
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, object]:
    """`postgres://user:password@host:port/name` as Django's database settings.

    A host that begins with `/` (percent-encoded) is a socket folder. Any other scheme is refused:
    the product is built on PostgreSQL's constraints and locks and runs on nothing else.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        message = f"DATABASE_URL must begin with postgres://, not {parts.scheme!r}."
        raise ImproperlyConfigured(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }
