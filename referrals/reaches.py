"""By what a contact point is known: by what it reaches, not by how it is written or what it was called."""

from typing import NamedTuple

from referrals import emails, telephone

EMAIL, MOBILE, HOME_PHONE = "email", "mobile", "home_phone"


class Reached(NamedTuple):
    """A contact point as it is kept. `key` is the same for every spelling; never blank where the value is not."""

    kind: str
    value: str
    key: str


def read(kind: str, value: str) -> Reached:
    """A number or address as somebody wrote it. Mobiles are told by their number alone; `kind` says if it is none."""
    if kind == EMAIL:
        address = emails.clean(value) or value
        return Reached(kind, address, emails.key(address) or value)
    try:
        number = telephone.parse(value)
    except telephone.InvalidTelephone:
        number = None
    if number is None:
        return Reached(kind, value, telephone.key(value) or value)
    return Reached(MOBILE if number.is_mobile else HOME_PHONE, number.value, number.key)


def key(kind: str, value: str) -> str:
    """By what a number or address is known again."""
    return read(kind, value).key


def kind_of_phone(number: str) -> str:
    """Mobile or not, by the number."""
    return read(HOME_PHONE, number).kind
