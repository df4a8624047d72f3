"""Telephone numbers: what somebody meant by one, how it is dialled and shown, and whether texts reach it.

The one place that knows numbers. A number is kept as it is dialled here (`01614960123`, `+35315550123`), with an
extension behind an x (`01614960123x12`). Two spellings are one number when they have one `key`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from referrals.plain_text import bare

HERE, HERE_CODE = "GB", 44
# What people write where they have none.
NONE = frozenset({"", "-", "--", ".", "none", "no", "nil", "n/a", "na", "no phone", "not known", "unknown"})
EXTENSION = re.compile(r"[\s,;(]*(?:extension|extn|ext|x|#)[\s.:]*([0-9]{1,5})[\s.)]*$", re.IGNORECASE)
SHORTEST = 7
ONE_NUMBER = re.compile(r"[0-9+()\s./-]+")
# Ten digits behind the nought: also numbers that are kept for fiction, which no network has.
NATIONAL = re.compile(r"[1235789][0-9]{9}")
# 07 numbers but personal ones (070) and pagers (076); 07624 is the mobile network of the Isle of Man.
MOBILE = re.compile(r"7(?:[1-57-9]|624)[0-9]+")
MOST_DIGITS = 15


class Fault(StrEnum):
    """Why a text is not one telephone number."""

    NOT_ONE = "not-one"
    SEVERAL = "several"
    WORDS = "words"


class InvalidTelephone(ValueError):
    """The text is not one telephone number; `fault` says why. The text itself is never in the message."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Telephone:
    """One number. `key` is the same for every way of writing it (E.164); the extension is not part of it."""

    key: str
    national: str
    extension: str
    is_mobile: bool

    @property
    def value(self) -> str:
        """As it is kept."""
        return f"{self.national}x{self.extension}" if self.extension else self.national


def parse(text: str) -> Telephone | None:
    """The number that somebody meant; None where they wrote that there is none. Otherwise an InvalidTelephone."""
    typed = bare(text)
    if typed.casefold().rstrip(".") in NONE:
        return None
    found = EXTENSION.search(typed)
    number = typed[: found.start()] if found else typed
    _refuse_more_than_one(number)
    read = _read(number)
    if read is None:
        raise InvalidTelephone(Fault.NOT_ONE)
    key, is_mobile = phonenumbers.format_number(read, PhoneNumberFormat.E164), _is_mobile(read)
    return Telephone(
        key=key,
        national=key.replace(f"+{HERE_CODE}", "0") if read.country_code == HERE_CODE else key,
        # Behind a mobile number there is no switchboard.
        extension=found.group(1) if found and not is_mobile else "",
        is_mobile=is_mobile,
    )


def key(number: str) -> str:
    """By what a number is known again, however it is written; of what is no number, the text without spaces."""
    try:
        known = parse(number)
    except InvalidTelephone:
        return "".join(bare(number).split()).casefold()
    return known.key if known else ""


def is_mobile(number: str) -> bool:
    """Whether a text reaches it."""
    known = _known(number)
    return bool(known and known.is_mobile)


def dialled(number: str) -> str:
    """What a `tel:` link dials: without spaces and extension."""
    known = _known(number)
    return known.national if known else re.sub(r"[\s().-]", "", number)


def display(number: str) -> str:
    """`0161 496 0123`, `07700 900123`, `+353 1 555 0123`; what is no such number stays as it was typed."""
    known = _known(number)
    if known is None:
        return number
    is_abroad = known.national.startswith("+")
    form = PhoneNumberFormat.INTERNATIONAL if is_abroad else PhoneNumberFormat.NATIONAL
    shown = phonenumbers.format_number(phonenumbers.parse(known.key), form)
    return f"{shown} ext. {known.extension}" if known.extension else shown


def _known(number: str) -> Telephone | None:
    try:
        return parse(number)
    except InvalidTelephone:
        return None


def _refuse_more_than_one(text: str) -> None:
    numbers = [part for part in re.split(r"[/;,|&]|\bor\b|\band\b", text) if _digits(part) >= SHORTEST]
    if len(numbers) > 1 or _digits(text) > MOST_DIGITS + SHORTEST:
        raise InvalidTelephone(Fault.SEVERAL)
    if not ONE_NUMBER.fullmatch(text):
        raise InvalidTelephone(Fault.WORDS if _digits(text) >= SHORTEST else Fault.NOT_ONE)


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _read(text: str) -> PhoneNumber | None:
    try:
        read = phonenumbers.parse(text, HERE)
    except NumberParseException:
        return None
    if phonenumbers.is_valid_number(read):
        return read
    is_abroad = read.country_code != HERE_CODE
    is_possible = phonenumbers.is_possible_number(read) if is_abroad else NATIONAL.fullmatch(_significant(read))
    return read if is_possible else None


def _significant(number: PhoneNumber) -> str:
    return str(phonenumbers.national_significant_number(number))


def _is_mobile(number: PhoneNumber) -> bool:
    if number.country_code == HERE_CODE:
        return bool(MOBILE.fullmatch(_significant(number)))
    return phonenumbers.number_type(number) == PhoneNumberType.MOBILE
