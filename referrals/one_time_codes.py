"""One-time codes of an authenticator app (RFC 6238 with SHA-1, six digits, half minutes, as every app knows them)."""

import hmac
from base64 import b32decode, b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
# A telephone's clock may go half a minute wrong either way.
TOLERANCE = 1
SECRET_BYTES = 20


def secret_of(random: bytes) -> str:
    """A secret as people type it into an app: 32 capitals and figures for 20 random bytes."""
    return b32encode(random[:SECRET_BYTES]).decode()


def step_at(now: datetime) -> int:
    """The number of the half minute, since 1970, in which an aware moment lies."""
    return int(now.timestamp()) // SECONDS


def code_of(secret: str, step: int) -> str:
    """The code that an app shows during a half minute."""
    digest = hmac.digest(b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, code: str, now: datetime, *, after: int | None = None) -> int | None:
    """The half minute whose code was typed; None for a wrong one, and for one of `after` or before: it was used."""
    here = step_at(now)
    steps = (here + away for away in range(-TOLERANCE, TOLERANCE + 1))
    # Each is compared, so that the time tells nothing.
    right = [step for step in steps if hmac.compare_digest(code_of(secret, step).encode(), code.encode())]
    return next((step for step in right if after is None or step > after), None)


def digits_of(typed: str) -> str:
    """What was typed without the spaces and dashes by which people group it."""
    return "".join(sign for sign in typed if sign not in " -\u00a0\u2011\u2013")


def in_groups(code: str, size: int = 4) -> str:
    """`1234 5678 9012`: so that it can be copied by hand."""
    return " ".join(code[start : start + size] for start in range(0, len(code), size))


def address_of(secret: str, account: str, issuer: str) -> str:
    """What the square picture says to an app."""
    said = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{issuer}:{account}')}?{said}"
