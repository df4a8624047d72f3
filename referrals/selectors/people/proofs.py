"""Numbers and addresses that wait to be proved, and who hears of those that were."""

from collections.abc import Iterable

from django.conf import settings

from referrals.models import ContactPoint, Person
from referrals.models.choices import ContactKind


def can_be_written_to(point: ContactPoint) -> bool:
    """Whether a machine can write there, and it is safe."""
    is_written = point.kind == ContactKind.EMAIL or (point.kind == ContactKind.MOBILE and bool(settings.NOTIFY_API_KEY))
    return is_written and point.ended_at is None and point.safe_to_write


def in_use(people: Iterable[Person]) -> dict[int, list[ContactPoint]]:
    """The current numbers and addresses of each person, by their key, with who said and who confirmed them."""
    found: dict[int, list[ContactPoint]] = {person.pk: [] for person in people}
    points = ContactPoint.objects.filter(person__in=list(found), ended_at=None)
    for point in points.select_related("said_by__user", "proved_by__user").order_by("pk"):
        found[point.person_id].append(point)
    return found


def can_be_asked(point: ContactPoint) -> bool:
    """Whether a link that proves it can go there."""
    return not point.is_proved and can_be_written_to(point)


def asked_by_the_team(person: Person) -> frozenset[int]:
    """The keys of those to which the team may send a link that proves them."""
    points = ContactPoint.objects.filter(person=person, ended_at=None)
    return frozenset(point.pk for point in points if point.proves_by_link and can_be_asked(point))


def earlier(point: ContactPoint) -> list[ContactPoint]:
    """Where the same person was reached before it came: who reads there hears that one more was proved."""
    current = ContactPoint.objects.filter(person=point.person_id, ended_at=None, pk__lt=point.pk)
    return [other for other in current.order_by("pk") if other.is_told and can_be_written_to(other)]
