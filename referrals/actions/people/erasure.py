"""Restricting a person's record, and erasing it: out of every table and its history, leaving a tombstone.

History that triggers protect from change is removed here and nowhere else.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from referrals.kit import audit, weeks
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.kit.registries import person_data
from referrals.models import Erasure, Person
from referrals.selectors.people import duplicates

# Codes, since a sentence might name someone.
REASONS = ("asked", "retention-over", "entered-by-mistake")


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is known of someone who was erased: public id, digest of the number or nothing, reason, moment."""

    person: str
    digest: str
    reason: str
    # ISO 8601 with its offset.
    erased_at: str


@transaction.atomic
def restrict(*, person: Person, reason: str, by: Actor, now: datetime) -> None:
    """From now on nobody but the person sees them, nothing is sent about them, and no reading is taken."""
    check(by, Permission.ERASE)
    Person.objects.filter(pk=person.pk, restricted_at=None).update(restricted_at=now, version=F("version") + 1)
    person.refresh_from_db()
    audit.record(by=by, did="person.restricted", to=person, person_id=person.pk, reason=reason)


@transaction.atomic
def erase(*, person: Person, reason: str, by: Actor) -> None:
    """Remove a restricted person everywhere. What stays is ids in the audit and a tombstone without a name."""
    check(by, Permission.ERASE)
    locked = Person.objects.select_for_update().filter(pk=person.pk).first()
    if locked is None or locked.restricted_at is None:
        raise Refusal("not-restricted", _("Restrict the record first, so that nobody works on it meanwhile."))
    if duplicates.is_merged_away(locked):
        raise Refusal("merged", _("This record was merged: erase the one that stands, and it goes too."))
    everyone = [locked, *duplicates.merged_into(locked)]
    days = {day for one in everyone for day in person_data.counted_days(one.pk)}
    with pgtrigger.ignore():
        removed = _remove([one.pk for one in everyone])
    for one in everyone:
        Erasure.objects.get_or_create(
            person_public_id=one.public_id,
            defaults={"nhs_number_digest": digest(one.nhs_number), "reason": reason},
        )
    audit.record(by=by, did="person.erased", person_id=person.pk, reason=reason, rows=removed)
    weeks.mark(days)


@transaction.atomic
def reapply(*, tombstones: Iterable[Tombstone], by: Actor, now: datetime) -> int:
    """Erase again whoever a restored backup brought back, by tombstones that were kept outside it; how many."""
    check(by, Permission.ERASE)
    brought_back = 0
    for tombstone in tombstones:
        for person in _of_tombstone(tombstone):
            restrict(person=person, reason=tombstone.reason, by=by, now=now)
            erase(person=person, reason=tombstone.reason, by=by)
            brought_back += 1
    return brought_back


def digest(nhs_number: str | None) -> str:
    """A keyed digest by which a number can be recognised but not read; empty without a number."""
    if not nhs_number:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), nhs_number.encode(), hashlib.sha256).hexdigest()


def tombstones() -> Iterator[Tombstone]:
    """Every erasure, to be kept outside the database: a backup of before an erasure does not know of it."""
    for row in Erasure.objects.order_by("pk"):
        yield Tombstone(str(row.person_public_id), row.nhs_number_digest, row.reason, row.erased_at.isoformat())


def _of_tombstone(tombstone: Tombstone) -> list[Person]:
    """Who is erased by a tombstone: whoever has the public id, and whoever had the number before the erasure.

    Someone who came back afterwards of their own will has the number too, and stays.
    """
    then = datetime.fromisoformat(tombstone.erased_at)
    earlier = Person.objects.filter(recorded_at__lt=then).exclude(nhs_number=None)
    same_number = [
        person.pk for person in earlier if tombstone.digest and digest(person.nhs_number) == tombstone.digest
    ]
    return list(Person.objects.filter(Q(public_id=tombstone.person) | Q(pk__in=same_number)))


def _remove(people: list[int]) -> int:
    """Remove the rows of every table; the number of rows. All are found before the first goes."""
    holdings = [holding for holding in person_data.holdings() if not holding.kept]
    found = [
        (holding, [key for person in people for key in holding.rows(person).values_list("pk", flat=True)])
        for holding in holdings
    ]
    rows = [(holding, holding.model._default_manager.filter(pk__in=keys)) for holding, keys in found if keys]
    for holding, doomed in rows:
        if holding.before_removal:
            holding.before_removal(doomed)
    for _holding, doomed in rows:
        doomed.delete()
    return sum(len(keys) for _holding, keys in found)
