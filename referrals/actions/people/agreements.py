"""What people agree to, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.work import tasks
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Agreement, Episode, OnwardReferral, Person
from referrals.models.choices import AgreementPurpose

# What the link worker has to bring to an end when an agreement is taken back; the others need nobody.
TO_SETTLE: dict[str, str] = {
    AgreementPurpose.SHARE_RECORD: "record_withdrawn",
    AgreementPurpose.SHARE_WITH_PROVIDER: "sharing_withdrawn",
}


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
    return enter(
        person=person,
        purpose=purpose,
        by=by,
        now=now,
        wording_version=wording_version,
        given_by=given_by,
        channel=channel,
    )


def enter(
    *,
    person: Person,
    purpose: str,
    by: Actor,
    now: datetime,
    wording_version: str,
    given_by: str = "",
    channel: str = "",
) -> Agreement:
    """`give` within an act that has asked whether the actor may."""
    in_force = _in_force(person, purpose)
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
    _nothing_to_settle(person, purpose, now)
    return agreement


@transaction.atomic
def give_again(*, person: Person, purpose: str, by: Actor, now: datetime, channel: str = "") -> Agreement:
    """A person gives back what they took back, in the same words: they agree here to nothing they were never asked."""
    before = Agreement.objects.filter(person=person, purpose=purpose).order_by("given_at", "pk").last()
    if before is None:
        raise Refusal("never-agreed", _("There is no such agreement to give again."))
    wording = before.wording_version
    return give(person=person, purpose=purpose, by=by, now=now, wording_version=wording, channel=channel)


@transaction.atomic
def withdraw(*, person: Person, purpose: str, by: Actor, now: datetime, channel: str = "") -> Agreement:
    """Take an agreement back. What rests on it asks again each time, so it stops at once."""
    if by.person_id != person.pk:
        check(by, Permission.EDIT_PERSON)
    agreement = _in_force(person, purpose)
    if agreement is None:
        raise Refusal("not-agreed", _("There is no such agreement to take back."))
    agreement.withdrawn_at = max(now, agreement.given_at)
    agreement.withdrawn_channel = channel
    agreement.version += 1
    agreement.save(update_fields=["withdrawn_at", "withdrawn_channel", "version"])
    audit.record(by=by, did="agreement.withdrawn", to=agreement, person_id=person.pk, purpose=purpose)
    _ask_to_settle(person, purpose, now)
    return agreement


def _in_force(person: Person, purpose: str) -> Agreement | None:
    # The person's row is the lock: who refers on and who takes the agreement back at the same moment take turns.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    return Agreement.objects.filter(person=person, purpose=purpose, withdrawn_at=None).first()


def _ask_to_settle(person: Person, purpose: str, now: datetime) -> None:
    """What went on with the agreement only the link worker can bring to an end."""
    if purpose not in TO_SETTLE:
        return
    episodes = Episode.objects.open().filter(person=person)
    if purpose == AgreementPurpose.SHARE_WITH_PROVIDER:
        episodes = episodes.filter(pk__in=_with_services(person))
    for episode in episodes:
        tasks.put(kind=TO_SETTLE[purpose], episode=episode, due_on=add_working_days(local_day(now), 1))


def _with_services(person: Person) -> set[int]:
    """The episodes with open onward referrals.

    These are locked, so that one that ends meanwhile is either not counted here or takes the task off again.
    """
    unsettled = OnwardReferral.objects.open().filter(episode__person=person)
    return set(unsettled.select_for_update(no_key=True, of=("self",)).values_list("episode", flat=True))


def _nothing_to_settle(person: Person, purpose: str, now: datetime) -> None:
    """What rests on the agreement goes on."""
    if purpose in TO_SETTLE:
        for episode in Episode.objects.open().filter(person=person):
            tasks.finish(episode=episode, kinds={TO_SETTLE[purpose]}, now=now)
