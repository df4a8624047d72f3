"""Shared fields: what people type, and what the form says when it cannot be used."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from referrals.kit.forms.fields import NHSDateField, NHSNumberField, PostcodeField, TelephoneField


def message_of(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(error.value.messages[0])


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_a_date_is_read_from_three_boxes(month: str) -> None:
    assert NHSDateField(label="Date of birth").clean([" 2 ", month, "1952"]) == date(1952, 3, 2)


def test_an_optional_date_may_be_left_empty() -> None:
    assert NHSDateField(label="Date", required=False).clean(["", "", ""]) is None
    assert NHSDateField(label="Date", required=False).clean(None) is None


@pytest.mark.parametrize(
    ("typed", "message", "part"),
    [
        (["", "3", "1952"], "Date of birth must include a day", 0),
        (["2", "", ""], "Date of birth must include a month and a year", 1),
        (["31", "2", "1952"], "Date of birth must be a real date", 0),
        (["+2", "3", "1952"], "Date of birth must be a real date", 0),
        (["²", "3", "1952"], "Date of birth must be a real date", 0),
        (["2", "Mumble", "1952"], "Date of birth must be a real date", 0),
        (["2", "3", "52"], "Year must include 4 numbers", 2),
        (["2", "3", "1852"], "Check the year of the date of birth", 2),
        (["11", "3", "2026"], "Date of birth must be in the past", 2),
    ],
)
@pytest.mark.time_machine("2026-03-10T12:00:00Z", tick=False)
def test_a_date_says_which_part_is_wrong(typed: list[str], message: str, part: int) -> None:
    with pytest.raises(ValidationError) as error:
        NHSDateField(label="Date of birth", past=True).clean(typed)
    assert message_of(error) == message
    assert error.value.params == {"part": part}


@pytest.mark.time_machine("2026-06-09T23:30:00Z", tick=False)
def test_today_is_londons() -> None:
    field = NHSDateField(label="Review", future=True)
    assert field.clean(["10", "6", "2026"]) == date(2026, 6, 10)
    with pytest.raises(ValidationError, match="must be today or later"):
        field.clean(["9", "6", "2026"])


@pytest.mark.parametrize("typed", ["9434765919", "943 476 5919", "943-476-5919"])
def test_an_nhs_number_may_be_typed_with_spaces(typed: str) -> None:
    assert NHSNumberField().clean(typed) == "9434765919"


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("QQ 12 34 56 C", "National Insurance"),
        ("94347659", "too short"),
        ("94347659190", "too long"),
        ("943476591O", "only contain numbers"),
        ("9434765918", "one of the digits"),
        ("0000000000", "ten times"),
    ],
)
def test_what_is_not_an_nhs_number_is_told_apart(typed: str, word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        NHSNumberField().clean(typed)


@pytest.mark.parametrize(("typed", "kept"), [("m11ae", "M1 1AE"), (" st4  2qr", "ST4 2QR"), ("", "")])
def test_a_postcode_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert PostcodeField(required=False).clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("0161 496 0000", "01614960000"), ("+44 (7700) 900-982", "07700900982"), ("", "")]
)
def test_a_telephone_number_is_kept_as_digits(typed: str, kept: str) -> None:
    assert TelephoneField(required=False).clean(typed) == kept


@pytest.mark.parametrize(("field", "typed"), [(PostcodeField(), "M1"), (TelephoneField(), "ask at the desk")])
def test_an_example_shows_what_is_wanted(field: PostcodeField | TelephoneField, typed: str) -> None:
    with pytest.raises(ValidationError, match="like"):
        field.clean(typed)
