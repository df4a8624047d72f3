"""Opening the record of a person: what is read, and that it was read, are one transaction."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.models import Episode, Membership, OnwardReferral, Person, Referral
from referrals.selectors.intake import gp, referrals
from referrals.selectors.onward import provider
from referrals.selectors.people import duplicates, own_record, search
from referrals.selectors.support import episodes, threads

Record = TypeVar("Record", Episode, OnwardReferral, Person, Referral)


@transaction.atomic
def episode(*, public_id: UUID, by: Actor) -> Episode | None:
    """The episode with its person; None when there is none that the actor may open."""
    check(by, Permission.SUPPORT)
    return _seen(episodes.get(by, public_id), by)


@transaction.atomic
def comments(*, public_id: UUID, by: Actor) -> Episode | None:
    """The episode that the team comments on; None when there is none of the actor's team."""
    check(by, Permission.COMMENT)
    return _seen(threads.episode(by, public_id), by)


@transaction.atomic
def caseload(*, public_id: UUID, by: Actor, today: date) -> Membership | None:
    """The link worker of the actor's team whose caseload is looked at."""
    check(by, Permission.COMMENT)
    member = threads.worker(by, public_id, today)
    if member:
        audit.record(by=by, did="caseload.listed", to=member)
    return member


@transaction.atomic
def anyone(*, text: str, by: Actor, today: date) -> list[search.Found]:
    """Whom of the team somebody looks for, in support or not. What was typed is written down nowhere."""
    check(by, Permission.COMMENT)
    found = search.find(by, text, today)
    audit.record(by=by, did="people.searched", rows=len(found))
    return found


@transaction.atomic
def own(*, by: Actor) -> Person | None:
    """A person opens their own page."""
    check(by, Permission.READ_OWN_RECORD)
    return _seen(own_record.person(by), by)


@transaction.atomic
def referral(*, public_id: UUID, by: Actor) -> Referral | None:
    """A referral as its referrer sees it; None when there is none that they may open."""
    check(by, Permission.READ_REFERRALS)
    return _seen(referrals.get(by, public_id), by)


@transaction.atomic
def patient(*, public_id: UUID, by: Actor) -> Person | None:
    """A person whom a practice is about to refer."""
    check(by, Permission.REFER)
    return _seen(gp.person(by, public_id), by)


@transaction.atomic
def own_patient(*, public_id: UUID, by: Actor) -> Person | None:
    """A patient of the practice, whose contact details it keeps; None for anybody else."""
    check(by, Permission.KEEP_CONTACT)
    return _seen(gp.own_patient(by, public_id), by)


@transaction.atomic
def offer(*, public_id: UUID, by: Actor) -> OnwardReferral | None:
    """A person as the service sees them to whom they were referred on; None when there is none for the actor."""
    check(by, Permission.ANSWER_OFFER)
    return _seen(provider.get_offer(by, public_id), by)


@transaction.atomic
def duplicate(*, public_id: UUID, by: Actor) -> duplicates.Pair | None:
    """Two people who look alike; the look is at whom of them the actor may see."""
    check(by, Permission.MERGE)
    pair = duplicates.get(by, public_id)
    for person in (pair.first, pair.second) if pair else ():
        _seen(person, by)
    return pair


def _seen(found: Record | None, by: Actor) -> Record | None:
    """What was found, and the note that it was looked at; None when there was nothing, and then nobody looked."""
    if found is not None:
        audit.look(by=by, at=found, person_id=_whose(found))
    return found


def _whose(record: Episode | OnwardReferral | Person | Referral) -> int:
    if isinstance(record, Person):
        return record.pk
    return record.episode.person_id if isinstance(record, OnwardReferral) else record.person_id
