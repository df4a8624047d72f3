"""Putting things on worklists and taking them off."""

from datetime import date, datetime

from referrals.kit.calendar import local_day
from referrals.kit.registries import task_kinds
from referrals.models import Episode, OnwardReferral, Record, Task
from referrals.selectors.work import subjects

# No subject at all, which is a subject too where the same task is looked for.
NOTHING = {"referral": None, "onward_referral": None, "message": None, "subject_kind": None, "subject_id": None}


def put(*, kind: str, episode: Episode, due_on: date, about: Record | None = None) -> Task:
    """On the episode's holder's worklist, or the team's while nobody holds it. The same open task is put once."""
    same = {"kind": kind, "episode": episode, **NOTHING, **subjects.columns(Task, about)}
    found = Task.objects.filter(**same, done_at=None).first()
    return found or Task.objects.create(**same, due_on=due_on, **_holder(episode))


def plan(*, kind: str, episode: Episode, due_on: date) -> None:
    """One of several of a kind, each for its own day."""
    if not Task.objects.filter(kind=kind, episode=episode, due_on=due_on, done_at=None).exists():
        Task.objects.create(kind=kind, episode=episode, due_on=due_on, **_holder(episode))


def finish_due(*, kind: str, episode: Episode, now: datetime) -> None:
    """What was planned until today is done; what is planned for later stays."""
    Task.objects.filter(kind=kind, episode=episode, due_on__lte=local_day(now), done_at=None).update(done_at=now)


def hand_over(*, episode: Episode) -> None:
    """Open tasks follow the episode to its new holder."""
    Task.objects.filter(episode=episode, done_at=None).update(**_holder(episode))


def finish(*, episode: Episode, kinds: set[str], now: datetime, onward_referral: OnwardReferral | None = None) -> None:
    """Take these kinds of the episode's open tasks off the worklist, or only those about one onward referral."""
    tasks = Task.objects.filter(episode=episode, kind__in=kinds, done_at=None)
    if onward_referral:
        tasks = tasks.filter(onward_referral=onward_referral)
    tasks.update(done_at=now)


def finish_all(*, episode: Episode, now: datetime) -> None:
    """Nothing is left to do for a closed episode, but what outlives support: by the team."""
    to_do = Task.objects.filter(episode=episode, done_at=None)
    to_do.exclude(kind__in=task_kinds.outliving()).update(done_at=now)
    to_do.update(holder=None, holding_team=episode.team_id)


def _holder(episode: Episode) -> dict[str, int | None]:
    """Whoever held an episode that has ended may have left: what comes up afterwards is the team's."""
    held = episode.holder_id is not None and episode.closed_at is None
    return {"holder_id": episode.holder_id if held else None, "holding_team_id": None if held else episode.team_id}
