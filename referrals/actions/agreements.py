"""What people agree to, and taking it back."""

from datetime import datetime

from django.db import transaction

from referrals.actions import audit
from referrals.models import Agreement, Person
from referrals.permissions import Actor, Permission, Refusal, check


@transaction.atomic
def give(
    *,
    person: Person,
    purpose: str,
    by: Actor,
    now: datetime,
    wording_version: str = "2026-01",
    given_by: str = "",
    channel: str = "",
) -> Agreement:
    """Record an agreement; one already in force for the purpose stands."""
    if by.person_id != person.pk:
        check(by, Permission.REFER)
    in_force = Agreement.objects.filter(person=person, purpose=purpose, withdrawn_at=None).first()
    if in_force:
        return in_force
    agreement = Agreement.objects.create(
        person=person,
        purpose=purpose,
        wording_version=wording_version,
        given_by=given_by,
        channel=channel,
        recorded_by_id=by.membership_id,
        given_at=now,
    )
    audit.record(by=by, did="agreement.given", to=agreement, person_id=person.pk, purpose=purpose)
    return agreement


@transaction.atomic
def withdraw(*, person: Person, purpose: str, by: Actor, now: datetime) -> Agreement:
    """Take an agreement back. What rests on it asks again each time, so it stops at once."""
    if by.person_id != person.pk:
        check(by, Permission.EDIT_PERSON)
    agreement = Agreement.objects.select_for_update().filter(person=person, purpose=purpose, withdrawn_at=None).first()
    if agreement is None:
        raise Refusal("not-agreed", "There is no such agreement to take back.")
    agreement.withdrawn_at = max(now, agreement.given_at)
    agreement.version += 1
    agreement.save(update_fields=["withdrawn_at", "version"])
    audit.record(by=by, did="agreement.withdrawn", to=agreement, person_id=person.pk, purpose=purpose)
    return agreement
