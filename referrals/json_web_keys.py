"""Public keys of systems: a JSON Web Key Set (RFC 7517) as one is typed, and what is signed with them (RFC 7523).

SMART Backend Services asks for RS384 or ES384, and for keys that have an id.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

import jwt

from referrals.kit.refusal import Refusal, gettext_noop

ALGORITHMS = {"RSA": "RS384", "EC": "ES384"}
# What makes a public key, by its kind; whatever else was typed is not kept.
MEMBERS = {"RSA": ("kty", "kid", "n", "e"), "EC": ("kty", "kid", "crv", "x", "y")}
PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
MOST_KEYS, LONGEST_NAME, SHORTEST_RSA = 5, 200, 2048
# An assertion lives five minutes at most; a system's clock may be wrong by so much.
LONGEST_LIFE, CLOCKS_DIFFER = timedelta(minutes=5), timedelta(seconds=30)
CLAIMS = ["iss", "sub", "aud", "exp", "jti"]
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

Key = dict[str, str]
Keys = list[Key]


class UnprovedError(Exception):
    """An assertion that proves nothing. The reason is for the audit; whoever sent it is told none."""


def read(text: str) -> Keys:
    """The public keys of a set, or of a single key; nothing of what else was typed. A Refusal for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal(
            "not-a-key-set", gettext_noop("This is not JSON. Paste the whole key set, braces included.")
        ) from None
    keys = found.get("keys", [found]) if isinstance(found, dict) else None
    if not isinstance(keys, list) or not 1 <= len(keys) <= MOST_KEYS or not all(isinstance(key, dict) for key in keys):
        raise Refusal("not-a-key-set", gettext_noop("Paste a JSON Web Key Set with 1 to 5 keys."))
    public = [_public(key) for key in keys]
    if len({key["kid"] for key in public}) < len(public):
        raise Refusal("key-without-id", gettext_noop("Each key needs an id (kid) of its own."))
    return public


def _public(key: Mapping[str, object]) -> Key:
    if PRIVATE & key.keys():
        raise Refusal(
            "private-key",
            gettext_noop(
                "This is a private key, which only the system may have. Make a new pair, and paste the public key."
            ),
        )
    kind = str(key.get("kty"))
    if kind not in ALGORITHMS or key.get("alg", ALGORITHMS[kind]) != ALGORITHMS[kind] or key.get("use", "sig") != "sig":
        raise Refusal("key-of-other-kind", gettext_noop("Keys are for signing, by RS384 or ES384."))
    kid = key.get("kid")
    if not isinstance(kid, str) or not kid.isprintable() or not 1 <= len(kid) <= LONGEST_NAME:
        raise Refusal("key-without-id", gettext_noop("Each key needs an id (kid) of its own."))
    public = {name: value for name in MEMBERS[kind] if isinstance(value := key.get(name), str)}
    if not _is_strong(public):
        raise Refusal("weak-key", gettext_noop("An RSA key has 2,048 bits or more, an elliptic key the curve P-384."))
    return public


def _is_strong(key: Key) -> bool:
    if key["kty"] == "EC" and key.get("crv") != "P-384":
        return False
    try:
        loaded = jwt.PyJWK.from_dict(key, ALGORITHMS[key["kty"]]).key
    except (jwt.PyJWTError, ValueError, KeyError, TypeError):
        return False
    size: int = loaded.key_size
    return key["kty"] == "EC" or size >= SHORTEST_RSA


def claimed_client(assertion: str) -> str:
    """Whose assertion this says it is, before anything is proved; blank where nobody can tell."""
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        return ""
    issuer = claims.get("iss")
    return issuer if isinstance(issuer, str) and issuer.isprintable() else ""


def prove(assertion: str, *, keys: Keys, client_id: str, audience: str, now: datetime) -> tuple[str, datetime]:
    """The assertion's id and when it ends, if one of the keys signed it for us and now; an UnprovedError otherwise."""
    try:
        header = jwt.get_unverified_header(assertion)
        key = next((key for key in keys if key["kid"] == header.get("kid")), None)
        if key is None:
            raise UnprovedError("unknown-key")
        algorithm = ALGORITHMS[key["kty"]]
        claims = jwt.decode(
            assertion,
            jwt.PyJWK.from_dict(key, algorithm).key,
            algorithms=[algorithm],
            audience=audience,
            issuer=client_id,
            # Whether its time has come is asked below: the library would look at the machine's clock.
            options={"require": CLAIMS, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise UnprovedError(type(error).__name__) from error
    if claims["sub"] != client_id:
        raise UnprovedError("other-subject")
    if not isinstance(claims["jti"], str) or not claims["jti"]:
        raise UnprovedError("no-id")
    return claims["jti"], _end(claims, now)


def _end(claims: Mapping[str, object], now: datetime) -> datetime:
    """When the assertion ends, unless it has ended, has not begun or would live too long."""
    ends = _moment(claims["exp"], now)
    if ends <= now - CLOCKS_DIFFER:
        raise UnprovedError("expired")
    if ends > now + LONGEST_LIFE + CLOCKS_DIFFER:
        raise UnprovedError("lives-too-long")
    if any(_moment(claims[name], now) > now + CLOCKS_DIFFER for name in ("iat", "nbf") if name in claims):
        raise UnprovedError("not-yet")
    return ends


def _moment(seconds: object, now: datetime) -> datetime:
    """A NumericDate; of one that no clock can show it is only told that it is none."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise UnprovedError("no-time")
    try:
        return datetime.fromtimestamp(seconds, tz=now.tzinfo)
    except (ValueError, OverflowError, OSError) as error:
        raise UnprovedError("no-time") from error
