"""A listed service → Open Referral UK 3.0 (HSDS-UK), as `open_referral` reads it again.

A service has one place here, so a service at a location goes by the service's id. Ids of the parts that have none of
their own are made of the service's, and so stay the same for ever.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from referrals.directory import hours
from referrals.directory.schedules import WEEKDAYS

VERSION = "HSDS-UK-3.0"
ABOUT = {
    "version": VERSION,
    "profile": "https://openreferraluk.org/",
    "openapi_url": "https://openreferraluk.org/specifications/3.0/openapi.json",
}
# Any installation's terms are the same ones, so they have the same ids.
TAXONOMY_ID = UUID("5a4e7c1e-3a5b-4d0c-9c77-3c1de7a6b8f2")
AREA_URI = "http://statistics.data.gov.uk/id/statistical-geography/"
Object = dict[str, object]


@dataclass(frozen=True, slots=True)
class Term:
    """Something that services help with: our code and its words."""

    code: str
    name: str

    @property
    def id(self) -> UUID:
        return uuid5(TAXONOMY_ID, self.code)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """What services help with, and what the list of it is called."""

    name: str
    description: str
    terms: Sequence[Term]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A service as everybody may see it. Blank, empty and None say nothing; `area_names` are by GSS code.

    `free` says that it is free of charge; `assured_on` is a London day, `changed_at` an instant.
    """

    id: UUID
    name: str
    organisation_id: UUID
    organisation: str
    description: str
    helps_with: Sequence[Term]
    taxonomy: str
    location: str
    postcode: str
    latitude: float | None
    longitude: float | None
    schedule: str
    days: Sequence[str]
    eligibility: Sequence[str]
    youngest: int | None
    oldest: int | None
    area_names: Mapping[str, str]
    accessibility: Sequence[str]
    cost: str
    free: str
    website: str
    email: str
    phone: str
    languages: Sequence[str]
    assured_on: date | None
    changed_at: datetime

    @property
    def has_place(self) -> bool:
        """Whether anything is known of where it is."""
        return bool(self.location or self.postcode or self.accessibility or self.latitude is not None)

    def part(self, *name: str) -> str:
        """The id of one of its parts."""
        return str(uuid5(self.id, ":".join(name)))


def page(contents: Sequence[Object], *, total: int, number: int, per_page: int) -> Object:
    """A page of a list. One behind the last is empty."""
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": list(contents),
    }


def summary(of: Published) -> Object:
    """A service with what it has one of, as lists hold it."""
    said = {
        "description": of.description,
        "url": of.website,
        "email": of.email,
        "fees": of.cost,
        "eligibility_description": "\n".join(filter(None, of.eligibility)),
        "minimum_age": of.youngest,
        "maximum_age": of.oldest,
        "assured_date": of.assured_on and of.assured_on.isoformat(),
    }
    return {
        "id": str(of.id),
        "name": of.name,
        "status": "active",
        **_said(said),
        "last_modified": of.changed_at.isoformat(),
        # The standard asks for a description; nothing is known but the name.
        "organization": {"id": str(of.organisation_id), "name": of.organisation, "description": ""},
    }


def service(of: Published) -> Object:
    """A service with all that belongs to it."""
    at = [{"id": str(of.id), "location": location(of)}] if of.has_place else []
    return _whole(of) | ({"service_at_locations": at} if at else {})


def at_location(of: Published) -> Object:
    """A service at its place, with all that belongs to both."""
    return {"id": str(of.id), "location": location(of), "service": _whole(of)}


def at_location_summary(of: Published) -> Object:
    """The same with what each has one of."""
    return {"id": str(of.id), "location": _place(of), "service": summary(of)}


def location(of: Published) -> Object:
    """Where it is. What parts an address has is not known: the first line holds its words."""
    address = {
        "id": of.part("address"),
        "address_1": of.location,
        "city": "",
        "state_province": "",
        "postal_code": of.postcode,
        "country": "GB",
        "address_type": "physical",
    }
    access = [{"id": of.part("accessibility", words), "description": words} for words in of.accessibility]
    return _place(of) | _said({"addresses": [address] if of.location or of.postcode else [], "accessibility": access})


def taxonomy(of: Taxonomy, *, with_terms: bool) -> Object:
    """The list of what services help with."""
    terms = [term(one, of.name) for one in of.terms] if with_terms else []
    said = _said({"taxonomy_terms": terms})
    return {"id": str(TAXONOMY_ID), "name": of.name, "description": of.description, "version": "1", **said}


def term(of: Term, taxonomy_name: str) -> Object:
    """Something that services help with."""
    return {
        "id": str(of.id),
        "name": of.name,
        "description": of.name,
        "taxonomy": taxonomy_name,
        "taxonomy_id": str(TAXONOMY_ID),
        "term": of.code,
    }


def _whole(of: Published) -> Object:
    return summary(of) | _said(
        {
            "schedules": list(_schedules(of)),
            "service_areas": [
                {"id": of.part("area", code), "name": name, "uri": f"{AREA_URI}{code}"}
                for code, name in of.area_names.items()
            ],
            "languages": [{"id": of.part("language", name), "name": name} for name in of.languages],
            "cost_options": [{"id": of.part("cost"), "option": of.free, "amount": 0}] if of.free else [],
            "phones": [{"id": of.part("phone"), "number": of.phone}] if of.phone else [],
            "attributes": [
                {
                    "id": of.part("attribute", one.code),
                    "link_id": str(of.id),
                    "taxonomy_term_id": str(one.id),
                    "taxonomy_term": term(one, of.taxonomy),
                }
                for one in of.helps_with
            ],
        }
    )


def _place(of: Published) -> Object:
    return {
        "id": of.part("location"),
        "location_type": "physical",
        **_said({"latitude": of.latitude, "longitude": of.longitude}),
    }


def _schedules(of: Published) -> Iterable[Object]:
    """One, in the provider's words, with the days and hours that are known of it; how often it meets is not."""
    byday = ",".join(short for short, name in WEEKDAYS.items() if name[:3].casefold() in of.days)
    if not of.schedule and not byday:
        return
    found = hours.in_words(of.schedule)
    opens, closes = found or (None, None)
    yield {
        "id": of.part("schedule"),
        **_said(
            {
                "byday": byday,
                "opens_at": opens and opens.isoformat(),
                "closes_at": closes and closes.isoformat(),
                "description": of.schedule,
            }
        ),
    }


def _said(values: Mapping[str, object]) -> Object:
    """What is known; nought is."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", [])}
