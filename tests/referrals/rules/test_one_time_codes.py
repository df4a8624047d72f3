"""One-time codes, held against the examples of RFC 6238 (appendix B, SHA-1, cut to six digits)."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from referrals import one_time_codes as codes

SECRET = b32encode(b"12345678901234567890").decode()
# Seconds since 1970 -> the last six of the eight digits of the standard's table.
PUBLISHED = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), PUBLISHED.items())
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert codes.code_of(SECRET, codes.step_at(now)) == code
    assert codes.step_of(SECRET, code, now) == codes.step_at(now)


@pytest.mark.parametrize(("seconds", "opens"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_telephone_may_go_half_a_minute_wrong(seconds: int, opens: bool) -> None:  # a table's column
    shown = codes.code_of(SECRET, codes.step_at(NOON + timedelta(seconds=seconds)))
    assert (codes.step_of(SECRET, shown, NOON) is not None) is opens


def test_no_code_opens_twice_nor_one_before_it() -> None:
    here = codes.step_at(NOON)
    assert codes.step_of(SECRET, codes.code_of(SECRET, here), NOON, after=here) is None
    assert codes.step_of(SECRET, codes.code_of(SECRET, here - 1), NOON, after=here) is None
    assert codes.step_of(SECRET, codes.code_of(SECRET, here + 1), NOON, after=here) == here + 1


@pytest.mark.parametrize("typed", ["", "000000", "28708", "2870823", "é87082", "287 082"])
def test_anything_else_opens_nothing(typed: str) -> None:
    assert codes.step_of(SECRET, typed, datetime.fromtimestamp(59, UTC)) is None


def test_what_is_typed_in_groups_is_the_same_code() -> None:
    assert codes.digits_of(codes.in_groups("123456789012")) == "123456789012"
    assert codes.digits_of("287-082") == "287082"


def test_the_picture_names_the_account_and_its_secret() -> None:
    secret = codes.secret_of(bytes(range(20)))
    address = urlsplit(codes.address_of(secret, "ada@example.org", "socialrx"))
    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/socialrx%3Aada%40example.org")
    assert parse_qs(address.query) == {"secret": [secret], "issuer": ["socialrx"]}
