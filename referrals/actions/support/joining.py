"""Two open episodes of one person with one team become one: a team that takes over may know the person already."""

from datetime import datetime

from django.db.models import F

from referrals.actions.messages import messages
from referrals.actions.support import episodes
from referrals.actions.work import moves, tasks
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.models import CorrectionRequest, Episode, OnwardReferral, Referral, Task
from referrals.states import OnwardStatus, ReferralStatus

# What is due next follows from where a referral joins; everything else that is to be done goes along.
OF_THE_REFERRAL = ("claim_referral", "first_contact", "review", "agree_plan")


def join(*, episode: Episode, into: Episode, by: Actor, now: datetime) -> Episode:
    """Go on in the other episode with all that is open. The first ends, and is the other team's to read."""
    referrals = list(Referral.objects.filter(episode=episode).open())
    Referral.objects.filter(pk__in=[referral.pk for referral in referrals]).update(episode=into)
    _take_along(episode, into)
    episodes.finish(episode=episode, reason="handed_over", by=by, now=now)
    Referral.objects.filter(episode__in=[episode, into]).update(team=into.team_id)
    Episode.objects.filter(pk=episode.pk).update(team=into.team_id)
    for referral in referrals:
        _join(referral, into, by, now)
    return into


def _take_along(episode: Episode, into: Episode) -> None:
    """Offers, tasks and what is to be corrected go along. A place stays with the episode that ends: it outlives it."""
    asked = OnwardReferral.objects.filter(episode=into).open().values("service")
    unanswered = OnwardReferral.objects.filter(episode=episode, status=OnwardStatus.REQUESTED)
    unanswered.exclude(service__in=asked).update(episode=into, version=F("version") + 1)
    to_correct = CorrectionRequest.objects.filter(episode=episode, answered_at=None)
    to_correct.update(episode=into, version=F("version") + 1)
    to_do = Task.objects.open().filter(episode=episode).exclude(kind__in=OF_THE_REFERRAL)
    tasks.take_along(to_do.exclude(onward_referral__episode=episode), into=into)
    tasks.hand_over(episode=into)


def _join(referral: Referral, into: Episode, by: Actor, now: datetime) -> None:
    """The referral goes to whoever holds the episode: its link worker, or the team."""
    goes_on = into.holder_id is not None and referral.status != ReferralStatus.RECEIVED
    event = "hand_over" if goes_on else "pass_on" if into.holder_id is None else "join"
    due_on = referral.due_on if goes_on else None
    moves.referral(record=referral, event=event, by=by, now=now, holder_id=into.holder_id, due_on=due_on)
    kind = "claim_referral" if into.holder_id is None else referral.next_action
    tasks.put(kind=kind, episode=into, about=referral, due_on=referral.due_on or local_day(now))
    audit.record(by=by, did="referral.passed_on", to=referral, person_id=referral.person_id)
    messages.tell_of_new_team(referral=referral, now=now)
