"""How a person can be reached: the rows that `referrals.channels` chooses from."""

import re
from collections.abc import Collection
from itertools import groupby

from referrals import postcodes
from referrals.channels import Point, Reach
from referrals.models import ContactPoint, Person, PersonAddress

LINE_ENDS = re.compile(r"[\n,]+")


def of_person(person_id: int) -> Reach:
    """Points newest first, and the address of today if a letter there is safe."""
    return of_people([person_id])[person_id]


def of_people(keys: Collection[int]) -> dict[int, Reach]:
    """The same of many people at once, by their key."""
    points = ContactPoint.objects.filter(person__in=keys, ended_at=None).order_by("person", "-pk")
    of_each = {key: list(rows) for key, rows in groupby(points, key=lambda point: point.person_id)}
    addresses = {row.person_id: row for row in PersonAddress.objects.filter(person__in=keys, valid_to=None)}
    people = Person.objects.filter(pk__in=keys)
    return {one.pk: _reach(one, of_each.get(one.pk, []), addresses.get(one.pk)) for one in people}


def _reach(person: Person, points: list[ContactPoint], address: PersonAddress | None) -> Reach:
    return Reach(
        preferred=person.wanted_channel,
        points=tuple(Point(point.kind, point.value, _safe(point)) for point in points),
        address=postal(person, address),
        circumstances=_circumstances(person),
        bad_times=frozenset(person.bad_times),
    )


def postal(person: Person, address: PersonAddress | None) -> tuple[str, ...]:
    """Name, address and postcode line by line; nothing where a letter is not safe or would not arrive."""
    if address is None or not address.safe_to_write:
        return ()
    home = postcodes.home(address.lines, address.postcode)
    if not (home.lines and home.postcode):
        return ()
    lines = [line.strip() for line in LINE_ENDS.split(home.lines) if line.strip()]
    return (person.formal_name, *lines, home.postcode)


def needs_large_print(person: Person) -> bool:
    """Whether it says so among the communication needs, which are free text."""
    return "large print" in person.communication_needs.lower()


def _safe(point: ContactPoint) -> frozenset[str]:
    flags = {
        "write": point.safe_to_write and point.is_told,
        "call": point.safe_to_call,
        "open": point.is_proved,
    }
    return frozenset(name for name, is_safe in flags.items() if is_safe)


def _circumstances(person: Person) -> frozenset[str]:
    said = {
        "interpreter": person.needs_interpreter,
        "large_print": needs_large_print(person),
        person.digital_access: True,
    }
    return frozenset(name for name, applies in said.items() if applies)
