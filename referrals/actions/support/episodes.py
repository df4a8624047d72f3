"""Episodes: opened by the first referral, held by a link worker, ended with the last referral."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from referrals.actions.support import appointments
from referrals.actions.work import moves, tasks
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.kit.calendar import day_starts, local_day
from referrals.models import Episode, OnwardReferral, Organisation, Person, Referral
from referrals.states import SAME_SUPPORT_WITHIN


def open_for(*, person: Person, team: Organisation, by: Actor, now: datetime) -> Episode:
    """The open episode of a person with a team, or a new one."""
    # The person's row is the lock: two referrals at once must not open two episodes.
    Person.objects.select_for_update().get(pk=person.pk)
    episode = Episode.objects.filter(person=person, team=team, closed_at=None).first()
    if episode:
        return episode
    episode = Episode.objects.create(person=person, team=team, opened_at=now)
    audit.record(by=by, did="episode.began", to=episode, person_id=person.pk)
    return episode


def take_up(*, ended: Episode, by: Actor, now: datetime) -> Episode:
    """Where a closed referral goes on: what is open, its own episode within a week of the end, or a new one."""
    Person.objects.select_for_update().get(pk=ended.person_id)
    known = Episode.objects.filter(person=ended.person_id, team=ended.team_id)
    within = known.filter(pk=ended.pk, closed_at__gte=day_starts(local_day(now) - SAME_SUPPORT_WITHIN))
    if known.open().exists() or not within.exists():
        return open_for(person=ended.person, team=ended.team, by=by, now=now)
    within.update(closed_at=None, close_reason="", holder=None, version=F("version") + 1)
    audit.record(by=by, did="episode.went_on", to=ended, person_id=ended.person_id)
    return known.get(pk=ended.pk)


def locked(episode: Episode) -> Episode:
    """The episode as it is now; until the end of the transaction nothing joins it, is claimed, moves on or ends."""
    # In the order in which others lock them, so that nobody waits in a circle.
    Person.objects.select_for_update(no_key=True).get(pk=episode.person_id)
    list(
        Referral.objects.filter(episode=episode).open().select_for_update(no_key=True).order_by("pk").values_list("pk")
    )
    return Episode.objects.select_for_update(of=("self",)).select_related("holder").get(pk=episode.pk)


def hold(*, episode: Episode, holder_id: int | None, by: Actor) -> None:
    """Give the episode to a link worker, or back to the team, with its open tasks."""
    Episode.objects.filter(pk=episode.pk).update(holder_id=holder_id, version=F("version") + 1)
    episode.refresh_from_db()
    tasks.hand_over(episode=episode)
    audit.record(by=by, did="episode.held", to=episode, person_id=episode.person_id)


@transaction.atomic
def finish(*, episode: Episode, reason: str, by: Actor, now: datetime) -> None:
    """Close the episode: unanswered offers and appointments are cancelled, tasks come off the worklists.

    A place that the person has at a service stays theirs: the walk goes on when the link worker's part is over.
    """
    if episode.closed_at:
        return
    for onward_referral in OnwardReferral.objects.filter(episode=episode, status="requested"):
        moves.onward(record=onward_referral, event="cancel", by=by, now=now, reason=reason)
        audit.record(
            by=by, did="onward_referral.cancel", to=onward_referral, person_id=episode.person_id, reason=reason
        )
    appointments.cancel_all(episode=episode, by=by, now=now)
    tasks.finish_all(episode=episode, now=now)
    Episode.objects.filter(pk=episode.pk).update(closed_at=now, close_reason=reason, version=F("version") + 1)
    audit.record(by=by, did="episode.closed", to=episode, person_id=episode.person_id, reason=reason)
