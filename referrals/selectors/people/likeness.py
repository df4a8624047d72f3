"""What people are compared by, and who may be the same as whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from referrals import postcodes
from referrals.drafts import PersonDraft
from referrals.kit.actor import Actor
from referrals.likeness import Facts, Reason, alike, keys
from referrals.models import ContactPoint, Person, PersonAddress, PersonKeys, Referral
from referrals.models.choices import LIKENESSES
from referrals.states import REFERRAL


def facts_of(people: Collection[int]) -> dict[int, Facts]:
    """What each person is known by today, by their key."""
    postcodes = dict(
        PersonAddress.objects.filter(person__in=people, valid_to=None).values_list("person_id", "postcode")
    )
    points: dict[int, list[tuple[str, str]]] = {}
    current = ContactPoint.objects.filter(person__in=people, ended_at=None)
    for person_id, kind, value in current.values_list("person_id", "kind", "value"):
        points.setdefault(person_id, []).append((kind, value))
    return {
        person.pk: Facts(
            given_name=person.given_name,
            family_name=person.family_name,
            preferred_name=person.preferred_name,
            born_on=person.born_on,
            nhs_number=person.nhs_number or "",
            postcode=postcodes.get(person.pk) or "",
            **_reached(points.get(person.pk, ())),
        )
        for person in Person.objects.filter(pk__in=people)
    }


def facts_of_draft(draft: PersonDraft) -> Facts:
    """What someone would be known by who is not registered yet."""
    return Facts(
        given_name=draft.given_name,
        family_name=draft.family_name,
        preferred_name=draft.preferred_name,
        born_on=draft.born_on,
        nhs_number=draft.nhs_number or "",
        postcode=postcodes.home(draft.address, draft.postcode).postcode or "",
        **_reached((contact.kind, contact.value) for contact in draft.contacts),
    )


def like(facts: Facts, *, but: int = 0) -> dict[int, tuple[Reason, ...]]:
    """Everyone who may be the same, whoever knows them, with the reasons; whoever is restricted is left out."""
    found = PersonKeys.objects.filter(keys__overlap=sorted(keys(facts)), person__restricted_at=None).exclude(person=but)
    candidates = facts_of(list(found.values_list("person_id", flat=True)))
    compared = {person_id: alike(facts, other) for person_id, other in candidates.items()}
    return {person_id: reasons for person_id, reasons in compared.items() if reasons}


def _reached(points: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    known = list(points)
    return {
        "phones": frozenset(value for kind, value in known if kind != "email"),
        "emails": frozenset(value for kind, value in known if kind == "email"),
    }


@dataclass(frozen=True, slots=True)
class Known:
    """Someone the actor may open who looks like a draft; `last` and `open_referral` are of the actor's referrals."""

    person: Person
    reasons: list[str]
    is_same_number: bool
    last: Referral | None
    open_referral: Referral | None


def known_and_like(by: Actor, draft: PersonDraft) -> list[Known]:
    """Who of the people whom the actor may open looks like the draft, or has its NHS number and an open referral."""
    found = like(facts_of_draft(draft))
    people = list(Person.objects.visible_to(by).filter(Q(pk__in=found) | Q(nhs_number=draft.nhs_number or "")))
    sent: dict[int, list[Referral]] = {}
    for referral in Referral.objects.visible_to(by).filter(person__in=people):
        sent.setdefault(referral.person_id, []).append(referral)
    shown = [_known(person, draft, found.get(person.pk, ()), sent.get(person.pk, [])) for person in people]
    # Someone known by their number is joined without a question; an open referral is shown first.
    return [one for one in shown if one.open_referral or not one.is_same_number]


def _known(person: Person, draft: PersonDraft, reasons: Iterable[Reason], sent: list[Referral]) -> Known:
    is_same_number = bool(draft.nhs_number) and person.nhs_number == draft.nhs_number
    return Known(
        person=person,
        reasons=[str(_("The same NHS number"))] if is_same_number else in_words(reasons),
        is_same_number=is_same_number,
        last=sent[0] if sent else None,
        open_referral=next((one for one in sent if one.status in REFERRAL.open), None),
    )


def in_words(reasons: Iterable[str]) -> list[str]:
    """Reasons as a reader sees them."""
    words = dict(LIKENESSES)
    return [str(words[Reason(reason).value]) for reason in reasons]
