"""Conversations and attempts: noted, corrected, struck out. Nothing is removed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.intake import referrals
from referrals.actions.support import reviews
from referrals.actions.work import tasks
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Contact, Episode, Referral, Task
from referrals.states import ReferralStatus

# Working days from a talk to the next look at how things are.
REVIEWED_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Said:
    """A ContactMode and a ContactOutcome, what was noted, and when it was (aware)."""

    mode: str
    outcome: str
    note: str
    occurred_at: datetime
    agreed: str = ""


@transaction.atomic
def record(
    *,
    episode: Episode,
    mode: str,
    outcome: str,
    note: str,
    occurred_at: datetime,
    by: Actor,
    now: datetime,
    agreed: str = "",
) -> Contact:
    """Note a contact. The first one that reaches the person begins the support of every claimed referral."""
    check(by, Permission.SUPPORT)
    contact = _add(episode, Said(mode, outcome, note, occurred_at, agreed), by, now)
    audit.record(by=by, did="contact.recorded", to=contact, person_id=episode.person_id, outcome=outcome)
    if outcome == "reached":
        _reached(episode, by, now)
    return contact


@transaction.atomic
def correct(*, contact: Contact, said: Said, reason: str, by: Actor, now: datetime) -> Contact:
    """Put a contact right: the wrong one is struck out with the reason, the right one is a new row.

    What it led to stays: support that has begun, and the next look. Refusals: not-yours, changed-meanwhile.
    """
    strike_out(contact=contact, reason=reason, by=by, now=now)
    right = _add(contact.episode, said, by, now)
    audit.record(by=by, did="contact.corrected", to=right, person_id=contact.episode.person_id, outcome=said.outcome)
    if said.outcome == "reached" and contact.outcome != "reached" and not contact.episode.closed_at:
        _reached(contact.episode, by, now)
    return right


@transaction.atomic
def strike_out(*, contact: Contact, reason: str, by: Actor, now: datetime) -> None:
    """Say that a contact is wrong: it stays, struck out, and counts nowhere. Refusals: not-yours, changed-meanwhile."""
    _check_whose(contact, by)
    columns = {"struck_out_at": now, "struck_out_by_id": by.member(), "struck_out_because": reason}
    if not Contact.objects.standing().filter(pk=contact.pk).update(version=F("version") + 1, **columns):
        raise Refusal("changed-meanwhile", _("Somebody has struck this out already."))
    audit.record(by=by, did="contact.struck_out", to=contact, person_id=contact.episode.person_id)


@transaction.atomic
def restore(*, contact: Contact, by: Actor) -> None:
    """What was struck out was right after all. Refusals: not-yours, changed-meanwhile."""
    _check_whose(contact, by)
    columns: dict[str, object] = {"struck_out_at": None, "struck_out_by_id": None, "struck_out_because": ""}
    struck_out = Contact.objects.filter(pk=contact.pk).exclude(struck_out_at=None)
    if not struck_out.update(version=F("version") + 1, **columns):
        raise Refusal("changed-meanwhile", _("This is not struck out any more."))
    audit.record(by=by, did="contact.restored", to=contact, person_id=contact.episode.person_id)


def _check_whose(contact: Contact, by: Actor) -> None:
    """Whoever noted it, and whoever supports the person, also once support has ended."""
    check(by, Permission.SUPPORT)
    if by.member() not in {contact.by_id, contact.episode.holder_id}:
        words = _("Only who noted this, or the link worker who holds this support, can say that it is wrong.")
        raise Refusal("not-yours", words)


def _add(episode: Episode, said: Said, by: Actor, now: datetime) -> Contact:
    if said.occurred_at > now:
        raise Refusal("in-the-future", _("A contact cannot be recorded before it happens."))
    return Contact.objects.create(
        episode=episode,
        by_id=by.member(),
        mode=said.mode,
        outcome=said.outcome,
        note=said.note,
        agreed=said.agreed,
        occurred_at=said.occurred_at,
    )


def _reached(episode: Episode, by: Actor, now: datetime) -> None:
    for referral in Referral.objects.filter(episode=episode, status=ReferralStatus.CLAIMED).order_by("pk"):
        referrals.begin_support(referral=referral, by=by, now=now)
    tasks.finish(episode=episode, kinds={"first_contact", "call_person"}, now=now)
    tasks.finish_due(kind="planned_contact", episode=episode, now=now)
    today = local_day(now)
    # A talk settles a review that is due; one agreed for later stays where it is.
    if not Task.objects.filter(episode=episode, kind__in=reviews.KINDS, done_at=None, due_on__gt=today).exists():
        reviews.plan(episode=episode, on=add_working_days(today, REVIEWED_WITHIN), by=by, now=now)
