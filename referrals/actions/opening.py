"""Opening the record of a person: what is read, and that it was read, are one transaction."""

from uuid import UUID

from django.db import transaction

from referrals.actions import audit
from referrals.models import Episode, OnwardReferral, Person, Referral
from referrals.permissions import Actor, Permission, check
from referrals.selectors import episodes, gp, own_record, provider, referrals


@transaction.atomic
def episode(*, public_id: UUID, by: Actor) -> Episode | None:
    """The episode with its person; None when there is none that the actor may open, and then nobody looked."""
    check(by, Permission.SUPPORT)
    found = episodes.get(by, public_id)
    if found:
        audit.look(by=by, at=found, person_id=found.person_id)
    return found


@transaction.atomic
def own(*, by: Actor) -> Person | None:
    """A person opens their own page."""
    check(by, Permission.READ_OWN_RECORD)
    person = own_record.person(by)
    if person:
        audit.look(by=by, at=person, person_id=person.pk)
    return person


@transaction.atomic
def referral(*, public_id: UUID, by: Actor) -> Referral | None:
    """A referral as its referrer sees it; None when there is none that they may open."""
    check(by, Permission.READ_REFERRALS)
    found = referrals.get(by, public_id)
    if found:
        audit.look(by=by, at=found, person_id=found.person_id)
    return found


@transaction.atomic
def patient(*, public_id: UUID, by: Actor) -> Person | None:
    """A person whom a practice is about to refer."""
    check(by, Permission.REFER)
    found = gp.person(by, public_id)
    if found:
        audit.look(by=by, at=found, person_id=found.pk)
    return found


@transaction.atomic
def offer(*, public_id: UUID, by: Actor) -> OnwardReferral | None:
    """A person as the service sees them to whom they were referred on; None when there is none for the actor."""
    check(by, Permission.ANSWER_OFFER)
    found = provider.get_offer(by, public_id)
    if found:
        audit.look(by=by, at=found, person_id=found.episode.person_id)
    return found
