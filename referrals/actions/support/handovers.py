"""Passing an open episode on, with everything open in it: to a colleague, or to another team's inbox."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.messages import messages
from referrals.actions.support import appointments, episodes, joining
from referrals.actions.work import moves, tasks
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Episode, Handover, Membership, Organisation, Referral
from referrals.selectors.messages.messages import agreed
from referrals.selectors.organisation import teams
from referrals.selectors.support import handovers
from referrals.states import ReferralStatus


@transaction.atomic
def to_colleague(*, episode: Episode, heir: Membership, note: str, by: Actor, now: datetime) -> None:
    """A colleague takes over what a link worker holds, and finds a note on their worklist."""
    check(by, Permission.TRIAGE)
    held = _still_open(episode)
    if held.holder is None:
        raise Refusal("nobody-holds", _("Nobody has claimed this yet: your colleague can do so."))
    if not handovers.heirs(held, local_day(now)).filter(pk=heir.pk).exists():
        raise Refusal("not-a-colleague", _("Choose another link worker of the team."))
    _give(held, heir, by, now)
    _leave_note(held, heir, note, by, now)


@transaction.atomic
def to_team(*, episode: Episode, team: Organisation, note: str, by: Actor, now: datetime) -> None:
    """Another team goes on, and the person waits in its inbox meanwhile. The old team no longer sees the record."""
    check(by, Permission.TRIAGE)
    held = _still_open(episode)
    if not teams.others(held.team_id).filter(pk=team.pk).exists():
        raise Refusal("not-a-team", _("Choose another team."))
    if not agreed(held.person_id, "share_record"):
        raise Refusal("not-agreed", _("The person does not share their record: end the support instead."))
    _leave_note(pass_on(episode=held, team=team, by=by, now=now), None, note, by, now)


@transaction.atomic
def everyone(*, holder: Membership, heir: Membership, by: Actor, now: datetime) -> None:
    """Someone leaves the team: a colleague takes on all their open episodes."""
    for episode in Episode.objects.filter(holder=holder).open().order_by("pk"):
        held = episodes.locked(episode)
        if held.holder_id == holder.pk and not held.closed_at:
            _give(held, heir, by, now)
    # What they had planned with people whom a colleague supports.
    appointments.hand_over(of=holder.pk, heir=heir, by=by, now=now)


def pass_on(*, episode: Episode, team: Organisation, by: Actor, now: datetime) -> Episode:
    """Put a locked open episode into a team's inbox. Where the team knows the person, it goes on in their episode."""
    known = Episode.objects.select_for_update().filter(person=episode.person_id, team=team).open().first()
    if known:
        return joining.join(episode=episode, into=known, by=by, now=now)
    referrals = list(Referral.objects.filter(episode=episode).open())
    # What ended in this episode is part of its record, and could be re-opened.
    Referral.objects.filter(episode=episode).update(team=team)
    Episode.objects.filter(pk=episode.pk).update(team=team)
    tasks.finish(episode=episode, kinds={"first_contact", "review", "agree_plan", "claim_referral"}, now=now)
    episodes.hold(episode=episode, holder_id=None, by=by)
    for referral in referrals:
        moves.referral(record=referral, event="pass_on", by=by, now=now)
        tasks.put(kind="claim_referral", episode=episode, about=referral, due_on=referral.due_on or local_day(now))
        audit.record(by=by, did="referral.passed_on", to=referral, person_id=referral.person_id)
        messages.tell_of_new_team(referral=referral, now=now)
    return episode


def _still_open(episode: Episode) -> Episode:
    held = episodes.locked(episode)
    if held.closed_at:
        raise Refusal("episode-closed", _("Support has ended: there is nothing to hand over."))
    if held.team_id != episode.team_id:
        raise moves.changed_meanwhile()
    return held


def _give(episode: Episode, heir: Membership, by: Actor, now: datetime) -> None:
    """Make a colleague the one holder of the episode, its referrals, tasks and appointments; all is due when it was."""
    for referral in Referral.objects.filter(episode=episode).open().exclude(status=ReferralStatus.RECEIVED):
        moves.referral(record=referral, event="hand_over", by=by, now=now, holder_id=heir.pk, due_on=referral.due_on)
        audit.record(by=by, did="referral.handed_over", to=referral, person_id=referral.person_id)
    if episode.holder_id:
        appointments.hand_over(of=episode.holder_id, heir=heir, by=by, now=now, episode=episode)
    episodes.hold(episode=episode, holder_id=heir.pk, by=by)


def _leave_note(episode: Episode, heir: Membership | None, note: str, by: Actor, now: datetime) -> None:
    """The note stands on the worklist of whoever holds the episode from now on, until they have read it."""
    handover = Handover.objects.create(
        episode=episode, given_by_id=by.member(), to=heir, to_team_id=episode.team_id, note=note, given_at=now
    )
    tasks.put(kind="taken_over", episode=episode, due_on=add_working_days(local_day(now), 1))
    audit.record(by=by, did="episode.handed_over", to=handover, person_id=episode.person_id)


@transaction.atomic
def note_read(*, episode: Episode, by: Actor, now: datetime) -> None:
    """Whoever took over has read the note."""
    check(by, Permission.SUPPORT)
    tasks.finish(episode=episode, kinds={"taken_over"}, now=now)
    audit.record(by=by, did="handover.read", to=episode, person_id=episode.person_id)
