"""Conversations and attempts."""

from datetime import datetime

from django.db import transaction
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
    if occurred_at > now:
        raise Refusal("in-the-future", _("A contact cannot be recorded before it happens."))
    contact = Contact.objects.create(
        episode=episode,
        by_id=by.member(),
        mode=mode,
        outcome=outcome,
        note=note,
        agreed=agreed,
        occurred_at=occurred_at,
    )
    audit.record(by=by, did="contact.recorded", to=contact, person_id=episode.person_id, outcome=outcome)
    if outcome == "reached":
        _reached(episode, by, now)
    return contact


def _reached(episode: Episode, by: Actor, now: datetime) -> None:
    for referral in Referral.objects.filter(episode=episode, status=ReferralStatus.CLAIMED).order_by("pk"):
        referrals.begin_support(referral=referral, by=by, now=now)
    tasks.finish(episode=episode, kinds={"first_contact", "call_person"}, now=now)
    tasks.finish_due(kind="planned_contact", episode=episode, now=now)
    today = local_day(now)
    # A talk settles a review that is due; one agreed for later stays where it is.
    if not Task.objects.filter(episode=episode, kind__in=reviews.KINDS, done_at=None, due_on__gt=today).exists():
        reviews.plan(episode=episode, on=add_working_days(today, REVIEWED_WITHIN), by=by, now=now)
