"""Open Referral UK 3.0 JSON → rows: a service, a service at a location, an organisation, or a page of these."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from referrals.directory import rows
from referrals.directory.listing import FileError, Reading, Row, RowError

Object = Mapping[str, Any]
WEEKDAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
ADDRESS = ("address_1", "address_2", "city")
# Of a service. `contacts` names people, so it stays outside.
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
        "cost_options",
    }
)


class UnexpectedError(Exception):
    """Something is not of the type that Open Referral UK gives it."""


def read(text: str, *, today: date) -> Reading:
    """Every service of a document; an object that holds none is listed."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"This is no JSON: {error}."
        raise FileError(message) from error
    items = _items(document)
    found: list[Row] = []
    unused: set[str] = set()
    for item in items:
        for service in _services(item):
            found.append(_row(len(found) + 1, service, today))
            unused |= set(service) - USED if isinstance(service, dict) else set()
    notes = [f"of a service not used: {', '.join(sorted(unused))}"] if unused else []
    return Reading("open-referral-uk", "service", (*_pages(document), *notes), tuple(found))


def _items(document: object) -> list[object]:
    if isinstance(document, dict) and isinstance(document.get("contents"), list):
        return list(document["contents"])
    return document if isinstance(document, list) else [document]


def _pages(document: object) -> Iterator[str]:
    if not isinstance(document, dict):
        return
    pages = document.get("total_pages")
    if isinstance(pages, int) and pages > 1:
        yield f"this is page {document.get('page_number')} of {pages}; each page is a file of its own"


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
        places = _objects(service, "service_at_locations")
        found = rows.listing(line, _said(service, places), today=today)
    except UnexpectedError as error:
        return RowError(line, "type", str(error))
    if isinstance(found, RowError) or len(places) < 2:
        return found
    remark = RowError(line, "location", f"{len(places)} places: only the first is kept")
    return replace(found, remarks=(*found.remarks, remark))


def _said(service: Object, places: list[Object]) -> dict[str, str | None]:
    """The service by our names; None for what the document does not say."""
    organisation = _object(service, "organization")
    place = _object(places[0], "location") if places else {}
    address = next(iter(_objects(place, "addresses")), {})
    return {
        "source_id": _text(service, "id"),
        "name": _text(service, "name"),
        "organisation_id": _text(organisation, "id"),
        "organisation": _text(organisation, "name"),
        "description": _joined("\n", [_text(service, "description"), _text(service, "alert")]),
        "location": _joined(", ", [_text(place, "name"), *(_text(address, key) for key in ADDRESS)]),
        "postcode": _text(address, "postal_code"),
        "schedule": _joined("; ", map(_when, _objects(service, "schedules"))),
        "days": _joined(", ", _days(_objects(service, "schedules"))),
        "latitude": _text(place, "latitude"),
        "longitude": _text(place, "longitude"),
        "eligibility": _joined("\n", _for_whom(service)),
        "accessibility": _joined("\n", map(_access, _objects(place, "accessibility"))),
        "cost": _joined("; ", [_text(service, "fees"), *map(_price, _objects(service, "cost_options"))]),
        "website": _text(service, "url") or _text(organisation, "website"),
        "email": _text(service, "email") or _text(organisation, "email"),
        "status": _text(service, "status"),
        "assured_on": _text(service, "assured_date"),
    }


def _when(schedule: Object) -> str | None:
    """The publisher's own words, or else days and hours."""
    days = _named_days(schedule)
    hours = [hour[:5] for key in ("opens_at", "closes_at") if (hour := _text(schedule, key))]
    worked_out = _joined(" ", [", ".join(days), " to ".join(hours)])
    return _joined(" ", [_text(schedule, "description") or worked_out, _text(schedule, "notes")])


def _named_days(schedule: Object) -> list[str]:
    return [WEEKDAYS.get(day.strip()[-2:].upper(), day) for day in (_text(schedule, "byday") or "").split(",") if day]


def _days(schedules: list[Object]) -> Iterator[str | None]:
    """The weekdays of the rule, or else what the publisher says in words."""
    for schedule in schedules:
        yield _joined(", ", _named_days(schedule)) or _text(schedule, "description")


def _for_whom(service: Object) -> Iterator[str | None]:
    yield _text(service, "eligibility_description")
    youngest, oldest = _text(service, "minimum_age"), _text(service, "maximum_age")
    if youngest or oldest:
        yield _joined(" ", ["Age", youngest and f"from {youngest}", oldest and f"to {oldest}"])
    for area in _objects(service, "service_areas"):
        yield _text(area, "name") or _text(area, "service_area")


def _access(accessibility: Object) -> str | None:
    said = _text(accessibility, "description") or _text(accessibility, "accessibility")
    return _joined(" ", [said, _text(accessibility, "details")])


def _price(option: Object) -> str | None:
    amount = _text(option, "amount")
    currency = _text(option, "currency") or "GBP"
    price = _joined(" ", [amount and f"{amount} {currency}", _text(option, "amount_description")])
    return _joined(": ", [_text(option, "option"), price])


def _joined(divider: str, parts: Iterable[str | None]) -> str | None:
    """What is said of the parts; None where nothing is."""
    return divider.join(part for part in parts if part) or None


def _text(of: Object, key: str) -> str | None:
    value = of.get(key)
    if isinstance(value, dict | list | bool):
        message = f"{key} is no text"
        raise UnexpectedError(message)
    return None if value is None else str(value)


def _object(of: Object, key: str) -> Object:
    value = of.get(key) or {}
    if not isinstance(value, dict):
        message = f"{key} is no object"
        raise UnexpectedError(message)
    return value


def _objects(of: Object, key: str) -> list[Object]:
    value = of.get(key) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        message = f"{key} is no list of objects"
        raise UnexpectedError(message)
    return value
