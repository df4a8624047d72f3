"""Open Referral UK 1.0, which many councils still publish, by the names of version 3."""

from referrals.directory import objects
from referrals.directory.objects import Object

# Names that version 3 does not know.
ONLY_IN_1 = frozenset({"eligibilitys", "regular_schedules", "holiday_schedules", "service_taxonomys"})
ONLY_IN_1_PLACES = frozenset({"physical_addresses", "accessibility_for_disabilities"})


def is_version_1(service: Object) -> bool:
    """Whether a service is written as version 1 writes it."""
    if ONLY_IN_1 & set(service):
        return True
    places = service.get("service_at_locations")
    first = places[0] if isinstance(places, list) and places else None
    place = first.get("location") if isinstance(first, dict) else None
    return isinstance(place, dict) and bool(ONLY_IN_1_PLACES & set(place))


def renamed(service: Object) -> Object:
    """A service of version 1 as version 3 would write it."""
    left = {key: value for key, value in service.items() if key not in ONLY_IN_1}
    found: dict[str, object] = left | {
        "schedules": objects.several(service, "regular_schedules"),
        "service_at_locations": [_place(place) for place in objects.several(service, "service_at_locations")],
        "attributes": [_term(one) for one in objects.several(service, "service_taxonomys")],
        "organization": _organisation(objects.an_object(service, "organization")),
    }
    return found | _ages(objects.several(service, "eligibilitys"))


def _organisation(organisation: Object) -> Object:
    return {"website": organisation.get("url"), **organisation}


def _place(at: Object) -> Object:
    location = objects.an_object(at, "location")
    place = {
        **location,
        "addresses": objects.several(location, "physical_addresses"),
        "accessibility": objects.several(location, "accessibility_for_disabilities"),
    }
    return {**at, "location": place, "schedules": objects.several(at, "regular_schedule")}


def _term(of_service: Object) -> Object:
    return {"taxonomy_term": objects.an_object(of_service, "taxonomy")}


def _ages(eligibilities: list[Object]) -> dict[str, object]:
    """The widest span where there are several; a limit that one of them leaves open is open."""
    if not eligibilities:
        return {}
    said = [objects.text(one, "eligibility") for one in eligibilities]
    youngest = [one.get("minimum_age") for one in eligibilities]
    oldest = [one.get("maximum_age") for one in eligibilities]
    numbers = [[age for age in ages if isinstance(age, int | float)] for ages in (youngest, oldest)]
    return {
        "eligibility_description": objects.joined("\n", said),
        "minimum_age": min(numbers[0]) if len(numbers[0]) == len(youngest) else None,
        "maximum_age": max(numbers[1]) if len(numbers[1]) == len(oldest) else None,
    }
