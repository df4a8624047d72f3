"""Putting things on worklists and taking them off."""

from datetime import date, datetime

from django.db.models import QuerySet

from referrals.kit.calendar import local_day
from referrals.kit.registries import task_kinds
from referrals.models import TASK_SUBJECT, Episode, Membership, OnwardReferral, Record, Task
from referrals.selectors.work import subjects

# No subject at all, which is a subject too where the same task is looked for.
NOTHING: dict[str, object] = dict.fromkeys(TASK_SUBJECT)


def put(*, kind: str, episode: Episode, due_on: date, about: Record | None = None) -> Task:
    """On the episode's holder's worklist, or the team's while nobody holds it. The same open task is put once."""
    return _put_once(kind, episode, due_on, None, **subjects.subject_columns(Task, about))


def plan(*, kind: str, episode: Episode, due_on: date) -> None:
    """One of several of a kind, each for its own day."""
    _put_once(kind, episode, due_on, due_on)


def _put_once(kind: str, episode: Episode, due_on: date, planned_on: date | None, **about: object) -> Task:
    """Two who put the same at the same moment put one: the database lets the second wait, and then find the first's."""
    task, _is_new = Task.objects.get_or_create(
        **{**NOTHING, **about},
        kind=kind,
        episode=episode,
        planned_on=planned_on,
        done_at=None,
        defaults={"due_on": due_on, **_holder(episode)},
    )
    return task


def take_along(tasks: QuerySet[Task], *, into: Episode) -> None:
    """Open tasks go over to another episode, but for those that are to be done there already."""
    there = Task.objects.open().filter(episode=into)
    for task in tasks:
        same = {column: getattr(task, column) for column in ("kind", *TASK_SUBJECT, "planned_on")}
        if not there.filter(**same).exists():
            Task.objects.filter(pk=task.pk).update(episode=into)


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


def finish_one(*, task: Task, now: datetime) -> None:
    """Take one task off the worklist."""
    Task.objects.filter(pk=task.pk, done_at=None).update(done_at=now)


def give(*, task: Task, member: Membership | None) -> None:
    """Put a task on one member's worklist, whoever holds the episode; on the team's without one."""
    team_id = None if member else task.episode.team_id
    Task.objects.filter(pk=task.pk).update(holder=member, holding_team_id=team_id)


def finish_all(*, episode: Episode, now: datetime) -> None:
    """Nothing is left to do for a closed episode, but what outlives support: by the team."""
    to_do = Task.objects.filter(episode=episode, done_at=None)
    to_do.exclude(kind__in=task_kinds.outliving()).update(done_at=now)
    to_do.update(holder=None, holding_team=episode.team_id)


def _holder(episode: Episode) -> dict[str, int | None]:
    """Whoever held an episode that has ended may have left: what comes up afterwards is the team's."""
    held = episode.holder_id is not None and episode.closed_at is None
    return {"holder_id": episode.holder_id if held else None, "holding_team_id": None if held else episode.team_id}
