"""NHS numbers: the check digit, the trap of repeated digits, and what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.nhs_number import Fault, InvalidNHSNumber, check_digit, display, parse


@pytest.mark.parametrize("digits", ["9434765919", "9434765870", "9990000018", "9990000050"])
def test_published_examples_are_valid(digits: str) -> None:
    assert parse(digits) == digits


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        ("   ", Fault.EMPTY),
        ("943476591", Fault.TOO_SHORT),
        ("94347659190", Fault.TOO_LONG),
        ("94347659I9", Fault.LETTERS),
        ("٩٤٣٤٧٦٥٩١٩", Fault.LETTERS),
        ("9434765918", Fault.CHECK_DIGIT),
        ("1234567890", Fault.CHECK_DIGIT),
        # All three satisfy the check digit.
        ("0000000000", Fault.REPEATED),
        ("1111111111", Fault.REPEATED),
        ("9999999999", Fault.REPEATED),
    ],
)
def test_a_fault_is_named_and_the_number_is_not_repeated(text: str, fault: Fault) -> None:
    with pytest.raises(InvalidNHSNumber) as caught:
        parse(text)
    assert caught.value.fault is fault
    assert str(caught.value) == fault.value


def test_a_prefix_whose_check_digit_would_be_ten_has_no_number() -> None:
    assert check_digit("999000000") == 10
    for last in range(10):
        with pytest.raises(InvalidNHSNumber):
            parse(f"999000000{last}")


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-", "\u00a0"]))
def test_a_completed_number_is_read_however_it_is_spaced(nine: str, gap: str) -> None:
    check = check_digit(nine)
    digits = f"{nine}{check}"
    if check == 10 or len(set(digits)) == 1:
        return
    assert parse(gap.join([digits[:3], digits[3:6], digits[6:]])) == digits
    assert display(digits).replace(" ", "") == digits


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_digit_is_noticed(nine: str, place: int, by: int) -> None:
    digits = f"{nine}{check_digit(nine)}"
    changed = str((int(digits[place]) + by) % 10)
    mistyped = digits[:place] + changed + digits[place + 1 :]
    with pytest.raises(InvalidNHSNumber):
        parse(mistyped)


def test_a_number_is_shown_as_people_read_it_aloud() -> None:
    assert display("9434765919") == "943 476 5919"


@pytest.mark.parametrize(
    ("nine", "check"),
    [("943476591", 9), ("943476587", 0), ("999000001", 8), ("000000000", 0), ("100000000", 1), ("000000001", 9)],
)
def test_a_check_digit_worked_out_by_hand(nine: str, check: int) -> None:
    assert check_digit(nine) == check


@pytest.mark.parametrize("nine", ["12345678", "1234567890"])
def test_a_check_digit_is_of_nine_digits(nine: str) -> None:
    with pytest.raises(ValueError, match="zip"):
        check_digit(nine)


@pytest.mark.parametrize("typed", ["943 476 5919", "943-476-5919", " 943\t4765919\n", "9-4-3-4-7-6-5-9-1-9"])
def test_spaces_and_hyphens_are_left_out(typed: str) -> None:
    assert parse(typed) == "9434765919"
