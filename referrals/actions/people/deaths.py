"""A date of death ends everything that would still reach out to the person."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.access import sign_ins
from referrals.actions.intake import referrals
from referrals.actions.work import edits, moves
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import OnwardReferral, OutboundMessage, Person, Referral


@transaction.atomic
def record(*, person: Person, died_on: date, by: Actor, now: datetime, version: int | None = None) -> None:
    """Close every referral and offer, stop every waiting message, end what opens their page; tasks go with episodes."""
    check(by, Permission.EDIT_PERSON)
    if not person.born_on <= died_on <= local_day(now):
        raise Refusal("not-a-date-of-death", _("Enter a date between the date of birth and today."))
    edits.begin(person, version)
    Person.objects.filter(pk=person.pk).update(died_on=died_on)
    audit.record(by=by, did="person.death_recorded", to=person, person_id=person.pk)
    for onward_referral in OnwardReferral.objects.filter(episode__person=person).open():
        moves.onward(record=onward_referral, event="cancel", by=by, now=now, reason="died")
    for referral in Referral.objects.filter(person=person).open():
        event = "return" if referral.status == "received" else "close"
        referrals.end(referral=referral, event=event, reason="died", by=by, now=now)
    OutboundMessage.objects.filter(to_person=person, state="waiting").update(state="failed", failure="recipient died")
    sign_ins.end_of_person(person_id=person.pk, now=now)
