"""Open Referral UK JSON → rows: a service, a service at a location, an organisation, or a page of these.

Version 3.0 is read as it is, and version 1.0 by the names of version 3.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from referrals.directory import needs, rows, schedules, values, version_1
from referrals.directory.listing import FileError, Reading, Row, RowError
from referrals.directory.objects import Object, UnexpectedError, an_object, joined, several, text
from referrals.directory.publishing import TAXONOMY_ID
from referrals.directory.schedules import Times

ADDRESS = ("address_1", "address_2", "city")
# Telephones of other kinds are no number to call.
NOT_TO_CALL = frozenset({"fax", "pager", "textphone", "sms"})
# Of a service. Of `contacts` the telephones alone: they name people.
USED = frozenset(
    {
        "id",
        "name",
        "description",
        "alert",
        "url",
        "email",
        "status",
        "fees",
        "minimum_age",
        "maximum_age",
        "eligibility_description",
        "assured_date",
        "schedules",
        "service_areas",
        "service_at_locations",
        "organization",
        "languages",
        "cost_options",
        "phones",
        "contacts",
        "attributes",
        *version_1.ONLY_IN_1,
    }
)


def read(content: str, *, today: date) -> Reading:
    """Every service of a document; an object that holds none is listed."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        message = f"This is no JSON: {error}."
        raise FileError(message) from error
    items = _items(document)
    found: list[Row] = []
    unused: set[str] = set()
    is_1 = False
    for item in items:
        for service in _services(item):
            found.append(_row(len(found) + 1, service, today))
            if isinstance(service, dict):
                unused |= set(service) - USED
                is_1 |= version_1.is_version_1(service)
    notes = [f"of a service not used: {', '.join(sorted(unused))}"] if unused else []
    versions = ["Open Referral UK version 1.0: read by the names of version 3.0"] if is_1 else []
    return Reading("open-referral-uk", "service", (*versions, *_pages(document), *notes), tuple(found))


def _items(document: object) -> list[object]:
    """What a page holds: `contents` in version 3, `content` in version 1."""
    if isinstance(document, dict):
        for key in ("contents", "content"):
            if isinstance(document.get(key), list):
                return list(document[key])
    return document if isinstance(document, list) else [document]


def _pages(document: object) -> Iterator[str]:
    if not isinstance(document, dict):
        return
    for all_, this in (("total_pages", "page_number"), ("totalPages", "number")):
        pages = document.get(all_)
        if isinstance(pages, int) and pages > 1:
            yield f"this is page {document.get(this)} of {pages}; each page is a file of its own"


def _services(item: object) -> Iterator[Object | str]:
    """The services that an item holds, each with its organisation and its places; else what is wrong, in words."""
    if not isinstance(item, dict):
        yield f"no object but {str(item)[:40]!r}"
    elif isinstance(item.get("service"), dict):
        yield item["service"] | {"service_at_locations": [item]}
    elif isinstance(item.get("services"), list) and item["services"]:
        for service in item["services"]:
            yield {"organization": item} | service if isinstance(service, dict) else f"no object but {service!r:.40}"
    elif {"status", "organization"} & set(item):
        yield item
    else:
        yield f"holds no service; it has {', '.join(sorted(map(str, item))) or 'nothing'}"


def _row(line: int, service: Object | str, today: date) -> Row:
    if isinstance(service, str):
        return RowError(line, "no-service", service)
    try:
        written = version_1.renamed(service) if version_1.is_version_1(service) else service
        places = several(written, "service_at_locations")
        times = schedules.times(_timetables(written, places), today)
        said = _said(written, places, times)
        helps_with = tuple(_needs(written))
        found = rows.listing(line, said, today=today, helps_with=helps_with, taxonomy=tuple(_terms(written)))
    except UnexpectedError as error:
        return RowError(line, "type", str(error))
    if isinstance(found, RowError):
        return found
    remarks = [RowError(line, "schedule", times.ended)] if times.ended else []
    if len(places) > 1:
        remarks.append(RowError(line, "location", f"{len(places)} places: only the first is kept"))
    return replace(found, remarks=(*found.remarks, *remarks))


def _timetables(service: Object, places: Sequence[Object]) -> Iterator[list[Object]]:
    """Where a document may say when: of the service, of it at its place, of the place, of the organisation."""
    yield several(service, "schedules")
    for at in places[:1]:
        yield several(at, "schedules")
        yield several(an_object(at, "location"), "schedules")


def _said(service: Object, places: list[Object], times: Times) -> dict[str, str | None]:
    """The service by our names; None for what the document does not say."""
    organisation = an_object(service, "organization")
    place = an_object(places[0], "location") if places else {}
    address = next(iter(several(place, "addresses")), {})
    return {
        "source_id": text(service, "id"),
        "name": text(service, "name"),
        "organisation_id": text(organisation, "id"),
        "organisation": text(organisation, "name"),
        "description": joined("\n", [text(service, "description"), text(service, "alert")]),
        "location": joined(", ", [text(place, "name"), *(text(address, key) for key in ADDRESS)]),
        "postcode": text(address, "postal_code"),
        "schedule": times.words,
        "days": times.days,
        "latitude": text(place, "latitude"),
        "longitude": text(place, "longitude"),
        "eligibility": joined("\n", _for_whom(service)),
        "youngest": text(service, "minimum_age"),
        "oldest": text(service, "maximum_age"),
        "accessibility": joined("\n", map(_access, several(place, "accessibility"))),
        "language": joined(", ", (text(one, "name") for one in several(service, "languages"))),
        "area_codes": joined(" ", (uri for uri in _area_uris(service) if _is_local_authority(uri))),
        "cost": joined("; ", [text(service, "fees"), *map(_price, several(service, "cost_options"))]),
        "website": text(service, "url") or text(organisation, "website"),
        "email": text(service, "email") or text(organisation, "email"),
        "phone": next(_telephones(service, places, organisation), None),
        "status": text(service, "status"),
        "assured_on": text(service, "assured_date"),
    }


def _telephones(service: Object, places: Sequence[Object], organisation: Object) -> Iterator[str]:
    """Telephones at every level, the nearest to the service first; of contacts the number and not whose it is."""
    at = places[:1]
    of_places = [an_object(one, "location") for one in at]
    levels = [service, *at, *of_places]
    contacts = [contact for level in [*levels, organisation] for contact in several(level, "contacts")]
    for level in [*levels, *contacts, organisation]:
        for phone in several(level, "phones"):
            number, extension = text(phone, "number"), text(phone, "extension")
            if number and (text(phone, "type") or "").casefold() not in NOT_TO_CALL:
                quoted = number.strip().strip('"')
                yield f"{quoted} ext {extension}" if extension and "ext" not in quoted else quoted


def _terms(service: Object) -> Iterator[str]:
    """What the directory's taxonomy says of the service."""
    for attribute in several(service, "attributes"):
        term = an_object(attribute, "taxonomy_term")
        yield from filter(None, [text(term, "name"), text(attribute, "label")])


def _needs(service: Object) -> Iterator[str]:
    """What it helps with by our own terms, which another installation has published: there somebody confirmed them."""
    for attribute in several(service, "attributes"):
        term = an_object(attribute, "taxonomy_term")
        code = text(term, "term") or ""
        if text(term, "taxonomy_id") == str(TAXONOMY_ID) and code in needs.WORDS:
            yield code


def _for_whom(service: Object) -> Iterator[str | None]:
    """In words, but for the areas that are known by their codes."""
    yield text(service, "eligibility_description")
    for area in several(service, "service_areas"):
        if not _is_local_authority(text(area, "uri") or ""):
            yield text(area, "name") or text(area, "service_area")


def _area_uris(service: Object) -> Iterator[str]:
    yield from filter(None, (text(area, "uri") for area in several(service, "service_areas")))


def _is_local_authority(uri: str) -> bool:
    """By its code, as the Office for National Statistics writes it at the end of an address."""
    return bool(values.area_codes(uri))


def _access(accessibility: Object) -> str | None:
    said = text(accessibility, "description") or text(accessibility, "accessibility")
    return joined(" ", [said, text(accessibility, "details")])


def _price(option: Object) -> str | None:
    amount = text(option, "amount")
    if amount and not amount.strip("0."):
        amount = None
    currency = text(option, "currency") or "GBP"
    price = joined(" ", [amount and f"{amount} {currency}", text(option, "amount_description")])
    return joined(": ", [text(option, "option"), price])
