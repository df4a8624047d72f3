"""The one source of what must not be guessed: public ids, references, secrets.

It is the operating system's. Only the example data replaces it, so that the same seed gives the same data.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random, SystemRandom
from uuid import UUID

_SYSTEM = SystemRandom()
_replaced: ContextVar[Random | None] = ContextVar("replaced", default=None)


def new_public_id() -> UUID:
    """A random UUID (version 4)."""
    return UUID(int=_source().getrandbits(128), version=4)


def new_secret() -> str:
    """192 random bits, URL-safe."""
    return base64.urlsafe_b64encode(_source().randbytes(24)).decode()


def new_bytes(number: int) -> bytes:
    """So many random bytes."""
    return _source().randbytes(number)


def new_code(alphabet: str, length: int) -> str:
    """That many signs of an alphabet."""
    return "".join(_source().choices(alphabet, k=length))


@contextmanager
def repeatable(seed: str) -> Iterator[None]:
    """Inside, everything follows from the seed. For invented data only: who knows the seed knows the secrets."""
    token = _replaced.set(Random(seed))  # noqa: S311  # repeatable is the point
    try:
        yield
    finally:
        _replaced.reset(token)


def _source() -> Random:
    return _replaced.get() or _SYSTEM
