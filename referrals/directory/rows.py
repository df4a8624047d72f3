"""What a file says of a service, by our names → a listing, or why it is none. The same for every shape of file."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from referrals.directory import ages, needs, values
from referrals.directory.listing import Listing, Row, RowError

# What was read, by our names: each value of its reader's type.
Found = dict[str, Any]
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
    "youngest": values.age,
    "oldest": values.age,
    "accessibility": values.text,
    "language": values.line,
    "area_codes": values.area_codes,
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
# What a listing is known by, and what is no longer itself when it is cut.
IDS = ("source_id", "organisation_id")
WHOLE = frozenset({"website", "email", "phone"})
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
    "language": 60,
    "cost": 600,
    "website": 300,
    "email": 254,
    "phone": 30,
}


def _forget_half_a_place(found: Found) -> None:
    if None in {found.get("latitude"), found.get("longitude")}:
        found["latitude"] = found["longitude"] = None


def listing(
    line: int,
    said: Mapping[str, str | None],
    *,
    today: date,
    helps_with: tuple[str, ...] = (),
    taxonomy: tuple[str, ...] = (),
) -> Row:
    """Read every value. One that cannot be read is left out with a remark; without a name or id there is no listing.

    `helps_with` is known of everything in the file; else needs are proposed from the words and the `taxonomy`.
    """
    found: Found = {}
    remarks = []
    for field, value in said.items():
        try:
            found[field] = None if value is None else READERS[field](value)
        except values.UnreadableError as error:
            found[field] = error.kept
            remarks.append(RowError(line, field, str(error)))
    _forget_half_a_place(found)
    remarks += _take_ages(line, found)
    if (assured := found.get("assured_on")) and assured > today:
        remarks.append(RowError(line, "assured_on", f"{assured} has not come yet"))
        found["assured_on"] = None
    for field, words in NEEDED.items():
        if not found.get(field):
            return RowError(line, "missing", words)
    for field in IDS:
        if (length := len(found[field])) > LIMITS[field]:
            return RowError(line, "too-long", f"{field} has {length} characters, at most {LIMITS[field]} have room")
    remarks += _cut(line, found)
    proposed = () if helps_with else tuple(needs.proposed(found["name"], found.get("description"), taxonomy))
    return Listing(line=line, needs=helps_with, proposed_needs=proposed, remarks=tuple(remarks), **found)


def _take_ages(line: int, found: Found) -> list[RowError]:
    """The limits of age, by number or else as the words for whom it is say them; both or neither."""
    said = {name: found.pop(name, None) for name in ("youngest", "oldest")}
    try:
        if said["youngest"] is not None or said["oldest"] is not None:
            found["ages"] = ages.limits(**said)
        else:
            found["ages"] = ages.in_words(found.get("eligibility") or "")
    except ages.ContradictionError as error:
        return [RowError(line, "ages", str(error))]
    return []


def _cut(line: int, found: Found) -> list[RowError]:
    """Cut words that have no room at the end of one of them; half an address would be none, so it is left out."""
    remarks = []
    for field, limit in LIMITS.items():
        if field in IDS or (length := len(found.get(field) or "")) <= limit:
            continue
        if field in WHOLE:
            found[field] = None
            remarks.append(RowError(line, field, f"{length} characters, at most {limit} have room: left out"))
        else:
            found[field] = shorten(found[field], limit)
            remarks.append(RowError(line, field, f"{length} characters, at most {limit} have room: cut"))
    return remarks


def shorten(text: str, limit: int) -> str:
    """The beginning of a text, up to the end of a word, with an ellipsis."""
    start = text[: limit - 2]
    whole = start.rsplit(maxsplit=1)[0] if " " in start or "\n" in start else start
    return f"{whole.rstrip(' .,;:-')} \u2026"
