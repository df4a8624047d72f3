"""Public keys as they are typed, and what a signed assertion has to say."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from referrals.json_web_keys import UnprovedError, claimed_client, prove, read
from referrals.kit.api.validator import token_address
from referrals.kit.refusal import Refusal
from tests.support.system_keys import SystemKey

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
RSA, EC = SystemKey("RS384"), SystemKey("ES384", "second")
OURS = "our-system"
SECONDS = int(NOW.timestamp())


def test_a_set_or_one_key_is_kept_without_what_else_was_typed() -> None:
    typed = {"keys": [RSA.public | {"alg": "RS384", "use": "sig", "key_ops": ["verify"], "note": "x"}, EC.public]}
    kept = read(json.dumps(typed))
    assert [sorted(key) for key in kept] == [["e", "kid", "kty", "n"], ["crv", "kid", "kty", "x", "y"]]
    assert read(json.dumps(EC.public)) == kept[1:]


def without(key: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name not in names}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("{", "not-a-key-set"),
        ("[" * 100_000, "not-a-key-set"),
        ("[]", "not-a-key-set"),
        ({"keys": []}, "not-a-key-set"),
        ({"keys": [1]}, "not-a-key-set"),
        ({"keys": [RSA.public | {"kid": str(number)} for number in range(6)]}, "not-a-key-set"),
        (RSA.secret, "private-key"),
        (EC.secret, "private-key"),
        ({"kty": "oct", "k": "c2VjcmV0", "kid": "x"}, "private-key"),
        ({"kty": "OKP", "crv": "Ed25519", "x": "AA", "kid": "x"}, "key-of-other-kind"),
        (RSA.public | {"alg": "RS256"}, "key-of-other-kind"),
        (RSA.public | {"use": "enc"}, "key-of-other-kind"),
        (without(RSA.public, "kid"), "key-without-id"),
        (RSA.public | {"kid": "x" * 201}, "key-without-id"),
        (RSA.public | {"kid": "a\0b"}, "key-without-id"),
        (RSA.public | {"kid": "\ud800"}, "key-without-id"),
        ({"keys": [RSA.public, RSA.public]}, "key-without-id"),
        (without(RSA.public, "n"), "weak-key"),
        (RSA.public | {"n": "!"}, "weak-key"),
        (SystemKey("RS384", bits=1024).public, "weak-key"),
        (SystemKey("ES384", curve=ec.SECP256R1).public, "weak-key"),
        (EC.public | {"y": EC.public["x"]}, "weak-key"),
    ],
)
def test_what_is_no_set_of_public_keys_is_refused(typed: object, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(typed if isinstance(typed, str) else json.dumps(typed))
    assert refused.value.code == code


def check(assertion: str) -> tuple[str, datetime]:
    keys = read(json.dumps({"keys": [RSA.public, EC.public]}))
    return prove(assertion, keys=keys, client_id=OURS, audience=token_address(), now=NOW)


@pytest.mark.parametrize("key", [RSA, EC], ids=["RS384", "ES384"])
def test_what_one_of_the_keys_signed_is_proved(key: SystemKey) -> None:
    assert check(key.sign(OURS, now=NOW)) == ("one", NOW + timedelta(minutes=5))
    assert check(key.sign(OURS, now=NOW, aud=[token_address(), "https://other.example"]))


def unsigned() -> str:
    return jwt.encode({"iss": OURS, "sub": OURS, "aud": token_address(), "exp": SECONDS + 60, "jti": "x"}, "", "none")


def by_a_secret() -> str:
    """The public key used as if it were a shared secret."""
    claims = {"iss": OURS, "sub": OURS, "aud": token_address(), "exp": SECONDS + 60, "jti": "x"}
    return jwt.encode(claims, RSA.public["n"], "HS384", headers={"kid": RSA.kid})


def signed(**changes: Any) -> Callable[[], str]:
    return lambda: RSA.sign(OURS, now=NOW, **changes)


@pytest.mark.parametrize(
    "make",
    [
        lambda: "",
        lambda: "a.b.c",
        unsigned,
        by_a_secret,
        lambda: SystemKey("RS384").sign(OURS, now=NOW),
        lambda: EC.sign(OURS, now=NOW, kid=RSA.kid),
        signed(kid="third"),
        signed(iss="another"),
        signed(sub="another"),
        signed(sub=None),
        signed(aud="https://other.example/token"),
        signed(aud=None),
        signed(jti=None),
        signed(jti=""),
        signed(jti=7),
        signed(exp=None),
        signed(exp="soon"),
        signed(exp=True),
        signed(exp=1e300),
        signed(exp=SECONDS - 31),
        signed(exp=SECONDS + 5 * 60 + 31),
        signed(iat=SECONDS + 31),
        signed(nbf=SECONDS + 31),
    ],
)
def test_anything_else_proves_nothing(make: Callable[[], str]) -> None:
    with pytest.raises(UnprovedError):
        check(make())


@pytest.mark.parametrize("changes", [{"exp": SECONDS - 29}, {"iat": SECONDS + 29}, {"exp": SECONDS + 1.5}])
def test_clocks_may_differ_a_little(changes: dict[str, Any]) -> None:
    assert check(RSA.sign(OURS, now=NOW, **changes))[0] == "one"


@pytest.mark.parametrize("text", ["", "x", "a.b.c", unsigned()[:-40]])
def test_what_names_no_client_is_nobodys(text: str) -> None:
    assert claimed_client(text) == ""


def test_who_signed_is_told_before_it_is_proved() -> None:
    assert claimed_client(RSA.sign(OURS, now=NOW)) == OURS
    assert claimed_client(RSA.sign(OURS, now=NOW, iss=None)) == ""
    for unprintable in ("a\0b", "\ud800"):
        assert claimed_client(RSA.sign(OURS, now=NOW, iss=unprintable)) == ""
