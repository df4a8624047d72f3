"""Taking up a closed referral again: by a link worker, or by the person who wants support again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.intake import referrals
from referrals.actions.messages import messages
from referrals.actions.support import episodes
from referrals.actions.work import moves, tasks
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Episode, Membership, Referral
from referrals.selectors.messages.messages import agreed
from referrals.selectors.organisation import accounts
from referrals.selectors.support import reopening
from referrals.states import ReferralStatus


@transaction.atomic
def reopen(*, referral: Referral, by: Actor, now: datetime, reason: str = "") -> Referral:
    """A link worker takes it up, with whoever holds the episode that is open now; else in its own or a new one.

    `reason`, where it was the person who asked for it, by phone.
    """
    check(by, Permission.TRIAGE)
    _check_window(referral, now)
    _check_person(referral)
    episode = episodes.take_up(ended=referral.episode, by=by, now=now)
    if episode.holder_id is None:
        waiting = Referral.objects.filter(episode=episode, status=ReferralStatus.RECEIVED).order_by("pk")
        referrals.take_on(episode=episode, referrals=waiting, by=by, now=now)
    _take_up(referral, episode, "reopen", by, now, reason)
    return referral


@transaction.atomic
def ask_again(*, referral: Referral, by: Actor, now: datetime) -> Referral:
    """The person asks for support again: it goes to the link worker whom they know, or to the team's inbox."""
    check(by, Permission.READ_OWN_RECORD)
    _check_window(referral, now)
    _check_person(referral)
    former = _former_holder(referral, now)
    episode = episodes.take_up(ended=referral.episode, by=by, now=now)
    if former and not Referral.objects.filter(episode=episode).open().exists():
        episodes.hold(episode=episode, holder_id=former.pk, by=by)
    _take_up(referral, episode, "ask_again" if episode.holder_id else "ask_team_again", by, now)
    messages.tell_team(about=referral, kind="asked_again", now=now)
    return referral


def _check_window(referral: Referral, now: datetime) -> None:
    until = reopening.until(referral)
    if until is None:
        raise Refusal("not-in-this-state", _("This cannot be done now: someone else may have acted first."))
    if local_day(now) > until:
        raise Refusal("too-late", _("This ended more than 26 weeks ago: make a new referral instead."))


def _check_person(referral: Referral) -> None:
    if referral.person.died_on or referral.person.restricted_at or not agreed(referral.person_id, "share_record"):
        # The team would not see them, so nobody would know that they wait.
        raise Refusal("not-shared", _("Agree to share the record with the link worker team first."))


def _former_holder(referral: Referral, now: datetime) -> Membership | None:
    """Who supported the person until the end, while they are still in the team."""
    held = accounts.in_force(local_day(now)).filter(pk=referral.episode.holder_id or 0, organisation=referral.team_id)
    return held.first()


def _take_up(referral: Referral, episode: Episode, event: str, by: Actor, now: datetime, reason: str = "") -> None:
    Referral.objects.filter(pk=referral.pk).update(episode=episode)
    referral.episode = episode
    moves.referral(record=referral, event=event, by=by, now=now, holder_id=episode.holder_id, reason=reason)
    kind = "first_contact" if episode.holder_id else "claim_referral"
    tasks.put(kind=kind, episode=episode, about=referral, due_on=referral.due_on or local_day(now))
    audit.record(by=by, did="referral.reopened", to=referral, person_id=referral.person_id, reason=reason)
