"""How someone wants to be told, and when not: asked at a referral, kept by the person and by those who know them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from referrals.actions.people import agreements, changes
from referrals.actions.people.changes import Why
from referrals.actions.work import edits
from referrals.drafts import PersonDraft
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.models import Agreement, Person
from referrals.models.choices import AgreementPurpose
from referrals.models.people.detail_choices import BadTime, Detail

WORDING = "2026-01"
TO_MESSAGES = AgreementPurpose.GET_MESSAGES.value


@transaction.atomic
def keep(
    *,
    person: Person,
    channel: str,
    bad_times: Collection[str],
    agrees: bool,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """How they want to be told (a Channel; blank: they do not mind), when not, and whether they agree to it now."""
    changes.may_keep_contact(person, by)
    edits.begin(person, version)
    _set(person, channel, bad_times, Why(by, now))
    if agrees:
        agreements.enter(person=person, purpose=TO_MESSAGES, by=by, now=now, wording_version=WORDING)


def hear(*, person: Person, draft: PersonDraft, by: Actor, now: datetime) -> None:
    """What a referral says of it. An answer is the agreement to be told like that, unless that was ever taken back.

    What someone has said already stands. Whoever calls this has asked whether the actor may.
    """
    if not draft.wanted_channel:
        return
    if not person.wanted_channel:
        edits.begin(person, None)
        _set(person, draft.wanted_channel, {*person.bad_times, *draft.bad_times}, Why(by, now))
    if not Agreement.objects.filter(person=person, purpose=TO_MESSAGES).exists():
        agreements.enter(person=person, purpose=TO_MESSAGES, by=by, now=now, wording_version=WORDING)


def _set(person: Person, channel: str, bad_times: Collection[str], why: Why) -> None:
    before = _in_words(person)
    person.preferred_channel = channel or person.preferred_channel
    person.channel_said_on = local_day(why.now) if channel else None
    person.bad_times = [code for code in BadTime.values if code in bad_times]
    Person.objects.filter(pk=person.pk).update(
        preferred_channel=person.preferred_channel,
        channel_said_on=person.channel_said_on,
        bad_times=person.bad_times,
    )
    after = _in_words(person)
    changes.note(person, [(detail, before[detail], after[detail]) for detail in before], why)


def _in_words(person: Person) -> dict[Detail, str]:
    return {Detail.CHANNEL: person.get_wanted_channel_display(), Detail.BAD_TIMES: person.get_bad_times_display()}
