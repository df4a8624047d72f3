"""What an import of a team's list has to know: who holds, who refers, and who is here already."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from referrals import names, reaches
from referrals.drafts import PersonDraft
from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.models import (
    Agreement,
    CaseloadColumns,
    ContactPoint,
    Episode,
    LikelyDuplicate,
    Membership,
    Organisation,
    Person,
    PersonAddress,
)
from referrals.selectors.organisation import accounts


def holders(team: Organisation, today: date) -> dict[str, Membership]:
    """The team's link workers by e-mail address."""
    workers = accounts.in_force(today).filter(organisation=team, role=Role.LINK_WORKER, user__is_active=True)
    return {worker.user.email.casefold(): worker for worker in workers.select_related("user")}


def practices(codes: Iterable[str]) -> dict[str, int]:
    """Practices by ODS code."""
    found = Organisation.objects.filter(kind="gp_practice", ods_code__in=set(codes))
    return {str(code): key for code, key in found.values_list("ods_code", "pk")}


def remembered_columns(team: Organisation) -> dict[str, str]:
    """Our columns with the headings of the team's own list, as a manager chose them last; empty before."""
    found = CaseloadColumns.objects.filter(team=team).first()
    return dict(found.headings) if found else {}


class Here:
    """Whom the team has: by NHS number, or by name and birthday with a way to reach them or a postcode in common.

    Two of one name and birthday who have nothing else in common may be two people: a link worker is asked.
    """

    def __init__(self, team: Organisation, by: Actor) -> None:
        self._numbers: set[tuple[str, date]] = set()
        self._named: dict[tuple[str, str, date], list[frozenset[str]]] = {}
        supported = Episode.objects.open().filter(team=team)
        people = list(Person.objects.visible_to(by).filter(pk__in=supported.values("person")))
        known_by = _known_by([person.pk for person in people])
        for person in people:
            self._add(person, known_by.get(person.pk, frozenset()))

    def has(self, person: PersonDraft) -> bool:
        """Whether the line is about one of them."""
        if person.nhs_number:
            return (person.nhs_number, person.born_on) in self._numbers
        said = _said(person)
        return any(not said or said & known for known in self._named.get(_name(person), ()))

    def add(self, person: PersonDraft) -> None:
        """Somebody who has just come in."""
        self._add(person, _said(person))

    def _add(self, person: PersonDraft | Person, known_by: frozenset[str]) -> None:
        if person.nhs_number:
            self._numbers.add((person.nhs_number, person.born_on))
        self._named.setdefault(_name(person), []).append(known_by)


def _name(person: PersonDraft | Person) -> tuple[str, str, date]:
    return names.fold(person.given_name), names.fold(person.family_name), person.born_on


def _said(person: PersonDraft) -> frozenset[str]:
    reached = {reaches.key(contact.kind, contact.value) for contact in person.contacts}
    return frozenset(reached | ({person.postcode} if person.postcode else set()))


def _known_by(people: list[int]) -> dict[int, frozenset[str]]:
    """What they are reached by and where they live, by their key."""
    points = ContactPoint.objects.filter(person__in=people, ended_at=None).values_list("person_id", "reaches")
    homes = PersonAddress.objects.filter(person__in=people, valid_to=None).exclude(postcode=None)
    found: dict[int, set[str]] = {}
    for person_id, value in [*points, *homes.values_list("person_id", "postcode")]:
        found.setdefault(person_id, set()).add(str(value))
    return {person_id: frozenset(values) for person_id, values in found.items()}


def took_back(person_id: int) -> bool:
    """Whether someone who shared their record shares it no longer: only they can say otherwise."""
    said = Agreement.objects.filter(person=person_id, purpose="share_record")
    return said.exists() and not said.filter(withdrawn_at=None).exists()


def lookalikes(people: Iterable[int]) -> int:
    """How many undecided pairs these people are in."""
    among = list(people)
    return LikelyDuplicate.objects.open().filter(Q(first__in=among) | Q(second__in=among)).count()
