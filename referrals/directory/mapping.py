"""A mapping file proposed from a CSV file's own headings, for a person to look through."""

import json
import re
from collections.abc import Iterable

from referrals.directory import csv_file
from referrals.directory.listing import FileError, RowError

# What headings are called, the likeliest first; compared in small letters without signs between words.
CALLED: dict[str, tuple[str, ...]] = {
    "name": (
        "service name",
        "name of service",
        "service",
        "activity",
        "group name",
        "title",
        "name",
        "club",
        "facility",
    ),
    "description": ("description", "service description", "summary", "about", "what we do", "details", "activities"),
    "location": ("address", "full address", "venue", "location", "address 1", "address line 1", "street", "where"),
    "postcode": ("postcode", "post code", "postal code", "zip"),
    "phone": ("telephone", "phone", "tel", "telephone number", "phone number", "contact number", "contact telephone"),
    "email": ("email", "e mail", "email address", "contact email"),
    "website": ("website", "web", "url", "web address", "web site", "link", "webpage"),
    "schedule": ("opening hours", "opening times", "times", "when", "day and time", "schedule", "hours", "days"),
    "eligibility": ("eligibility", "who is it for", "who for", "age group", "age range", "criteria", "referral method"),
    "youngest": ("minimum age", "min age", "age from"),
    "oldest": ("maximum age", "max age", "age to"),
    "accessibility": ("accessibility", "access", "disabled access", "disability notes"),
    "cost": ("cost", "price", "fee", "fees", "charge", "charges"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "assured_on": ("last updated", "date updated", "updated", "last checked", "assured date", "last confirmed"),
}
ORGANISATION = (
    "organisation",
    "organisation name",
    "organization",
    "provider",
    "provider name",
    "charity name",
    "run by",
)
IDS = ("service id", "id", "reference", "ref", "uid", "unique id", "registered charity number", "record id")


def proposed(text: str) -> str:
    """A mapping file for a CSV file; a FileError where no heading names its services."""
    header = _header(text)
    found = {field: heading for field, names in CALLED.items() if (heading := _called(header, names))}
    if "name" not in found:
        message = f"No heading names the services: {', '.join(map(repr, header)) or 'none'}."
        raise FileError(message)
    name = found["name"]
    organisation = _called(header, ORGANISATION) or name
    place = [found["postcode"]] if "postcode" in found else []
    own_id = _called(header, IDS)
    by_name = list(dict.fromkeys([organisation, name, *place]))
    used = {*found.values(), organisation, own_id}
    left = [heading for heading in header if heading not in used]
    return "\n".join(
        [
            "# Proposed from the file's headings: look through it, and load with",
            "# manage.py import_services FILE --mapping THIS_FILE --dry-run",
            f"# Headings that are not used: {', '.join(left) or 'none'}",
            '# Where everything in the file helps with the same: needs = ["inactivity"]',
            f"id = {json.dumps([own_id] if own_id else by_name)}",
            f"organisation_id = {json.dumps([organisation])}",
            f"organisation = {json.dumps([organisation])}",
            "",
            "[says]",
            *(f"{field} = {json.dumps([heading])}" for field, heading in found.items()),
            "",
        ]
    )


def _header(text: str) -> list[str]:
    """The first line, by the divider that gives the most cells."""
    lines = (next(csv_file.records(text, divider), (1, [])) for divider in csv_file.DIVIDERS)
    headers = [[] if isinstance(cells, RowError) else [cell.strip() for cell in cells] for _line, cells in lines]
    return [cell for cell in max(headers, key=len) if cell]


def _called(header: Iterable[str], names: Iterable[str]) -> str:
    """The heading that is called by the first of the names that is there; blank for none."""
    plain = {" ".join(re.findall(r"[a-z0-9]+", heading.casefold())): heading for heading in header}
    return next((plain[name] for name in names if name in plain), "")
