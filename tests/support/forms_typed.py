"""What people type into the forms when they do it right: the names and texts that a browser would send."""

from datetime import date
from typing import Any

from referrals.models import Organisation
from tests.support.world import an_nhs_number

REFERRAL: dict[str, Any] = {"needs": ["loneliness", "debt"], "note": "Misses work", "risk": "none", "consent": "on"}
PERSON: dict[str, Any] = {
    "given_name": "Nia",
    "family_name": "Typed",
    "phone": "0161 496 0123",
    "phone_safety": "call",
    "postcode": "m33 2ab",
}


def date_typed(name: str, day: date) -> dict[str, str]:
    """A date as its three boxes send it."""
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def referral(**changes: Any) -> dict[str, Any]:
    """A GP's referral of someone known."""
    return REFERRAL | changes


def person(born: date = date(1958, 7, 4), **changes: Any) -> dict[str, Any]:
    """Someone new."""
    return PERSON | date_typed("born_on", born) | changes


def new_patient(**changes: Any) -> dict[str, Any]:
    """A GP's referral of someone new."""
    return REFERRAL | person(**{"nhs_number": an_nhs_number(501), **changes})


def self_referral(surgery: Organisation, **changes: Any) -> dict[str, Any]:
    """Someone's own referral, to the team of their surgery."""
    return REFERRAL | person(**{"practice": str(surgery.public_id), **changes})
