"""How a person can be reached: the rows that `referrals.channels` chooses from."""

import re

from referrals.channels import Point, Reach
from referrals.models import ContactPoint, Person, PersonAddress

LINE_ENDS = re.compile(r"[\n,]+")


def of_person(person_id: int) -> Reach:
    """Points newest first, and the address of today if a letter there is safe."""
    person = Person.objects.get(pk=person_id)
    points = ContactPoint.objects.filter(person=person_id, ended_at=None).order_by("-pk")
    address = PersonAddress.objects.filter(person=person_id, valid_to=None).first()
    return Reach(
        preferred=person.preferred_channel,
        points=tuple(Point(point.kind, point.value, _safe(point)) for point in points),
        address=postal(person, address),
        circumstances=_circumstances(person),
    )


def postal(person: Person, address: PersonAddress | None) -> tuple[str, ...]:
    """Name, address and postcode line by line; nothing where a letter is not safe or would not arrive."""
    if address is None or not (address.safe_to_write and address.lines and address.postcode):
        return ()
    lines = [line.strip() for line in LINE_ENDS.split(address.lines) if line.strip()]
    return (f"{person.given_name} {person.family_name}", *lines, address.postcode)


def needs_large_print(person: Person) -> bool:
    """Whether it says so among the communication needs, which are free text."""
    return "large print" in person.communication_needs.lower()


def _safe(point: ContactPoint) -> frozenset[str]:
    flags = {"write": point.safe_to_write, "call": point.safe_to_call}
    return frozenset(name for name, is_safe in flags.items() if is_safe)


def _circumstances(person: Person) -> frozenset[str]:
    said = {
        "interpreter": person.needs_interpreter,
        "large_print": needs_large_print(person),
        person.digital_access: True,
    }
    return frozenset(name for name, applies in said.items() if applies)
