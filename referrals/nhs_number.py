"""NHS numbers: ten digits, the last a modulus 11 check digit (NHS Data Dictionary)."""

from enum import StrEnum

from referrals.plain_text import bare

WEIGHTS = range(10, 1, -1)


class Fault(StrEnum):
    """Why a text is not an NHS number."""

    EMPTY = "empty"
    LETTERS = "letters"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    CHECK_DIGIT = "check-digit"
    REPEATED = "repeated"


class InvalidNHSNumber(ValueError):
    """The text is not an NHS number; `fault` says why. The text itself is never in the message."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def parse(text: str) -> str:
    """Ten digits from what a person typed or pasted, with or without spaces, hyphens and marks that nobody sees."""
    typed = digits(text)
    fault = _fault_of(typed)
    if fault:
        raise InvalidNHSNumber(fault)
    return typed


def digits(text: str) -> str:
    """What was typed without spaces, hyphens and marks that nobody sees, whether it is an NHS number or not."""
    return "".join(bare(text).split()).replace("-", "")


def _fault_of(digits: str) -> Fault | None:
    if not digits:
        return Fault.EMPTY
    if not (digits.isascii() and digits.isdigit()):
        return Fault.LETTERS
    if len(digits) != 10:
        return Fault.TOO_SHORT if len(digits) < 10 else Fault.TOO_LONG
    if len(set(digits)) == 1:
        # 0000000000 and 9999999999 satisfy the check digit and are what people type to get past a form.
        return Fault.REPEATED
    return None if check_digit(digits[:9]) == int(digits[9]) else Fault.CHECK_DIGIT


def check_digit(first_nine: str) -> int:
    """The digit that completes nine others; 10 means that no number begins with these nine."""
    total = sum(int(digit) * weight for digit, weight in zip(first_nine, WEIGHTS, strict=True))
    return (11 - total % 11) % 11


def display(digits: str) -> str:
    """`999 123 4567`, the form people read aloud."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
