"""What a file says of a service, by our names → a listing, or why it is none. The same for every shape of file."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from referrals.directory import values
from referrals.directory.listing import Listing, Row, RowError

READERS: dict[str, Callable[[str], object]] = {
    "source_id": values.line,
    "name": values.line,
    "organisation_id": values.line,
    "organisation": values.line,
    "description": values.text,
    "location": values.line,
    "postcode": values.postcode,
    "schedule": values.line,
    "days": values.weekdays,
    "latitude": values.latitude,
    "longitude": values.longitude,
    "eligibility": values.text,
    "accessibility": values.text,
    "cost": values.line,
    "website": values.website,
    "email": values.email,
    "phone": values.phone,
    "status": values.status,
    "assured_on": values.day,
}
# What a listing cannot be without.
NEEDED = {
    "name": "the service has no name",
    "organisation": "the organisation has no name",
    "source_id": "the service has no id",
    "organisation_id": "the organisation has no id",
}
# As much as the tables hold.
LIMITS = {
    "source_id": 300,
    "name": 200,
    "organisation_id": 300,
    "organisation": 200,
    "description": 4000,
    "location": 200,
    "schedule": 600,
    "eligibility": 2000,
    "accessibility": 2000,
    "cost": 600,
    "website": 300,
    "email": 254,
    "phone": 30,
}


def _forget_half_a_place(found: dict[str, Any]) -> None:
    if None in {found.get("latitude"), found.get("longitude")}:
        found["latitude"] = found["longitude"] = None


def listing(line: int, said: Mapping[str, str | None], *, today: date, needs: tuple[str, ...] = ()) -> Row:
    """Read every value. One that cannot be read is left out with a remark; without a name or id there is no listing."""
    found: dict[str, Any] = {}
    remarks = []
    for field, value in said.items():
        try:
            found[field] = None if value is None else READERS[field](value)
        except values.UnreadableError as error:
            remarks.append(RowError(line, field, str(error)))
    _forget_half_a_place(found)
    if (assured := found.get("assured_on")) and assured > today:
        remarks.append(RowError(line, "assured_on", f"{assured} has not come yet"))
        found["assured_on"] = None
    for field, words in NEEDED.items():
        if not found.get(field):
            return RowError(line, "missing", words)
    for field, limit in LIMITS.items():
        if (length := len(found.get(field) or "")) > limit:
            return RowError(line, "too-long", f"{field} has {length} characters, at most {limit} have room")
    return Listing(line=line, needs=needs, remarks=tuple(remarks), **found)
