"""What ends with a referral, and what came of it: the same for the team, the practice and the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from referrals.kit.registries import task_kinds as registry
from referrals.models import (
    Appointment,
    Attendance,
    Episode,
    Goal,
    OnwardReferral,
    OutcomeScore,
    Referral,
    ReferralStatusChange,
    Task,
)
from referrals.models.choices import GoalStatus, OutcomeStage
from referrals.models.services.service_choices import AttendanceStatus
from referrals.selectors.support import scores
from referrals.selectors.support.scores import Line
from referrals.selectors.work import task_kinds, worklists
from referrals.selectors.work.task_kinds import ListedTask
from referrals.states import OnwardStatus, ReferralStatus


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends with the episode: appointments to come, offers without an answer, tasks."""

    appointments: list[Appointment]
    offers: list[OnwardReferral]
    tasks: list[ListedTask]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a referral: goals as they stand, scores that have a first and a later value, sessions attended by
    the name of the service until support ended.

    `has_support` is False where support did not end with this referral: then the note alone is told.
    """

    note: str
    has_support: bool
    goals: list[Goal]
    scores: list[Line]
    attended: list[tuple[str, int]]


def what_ends(referral: Referral, now: datetime) -> Ending | None:
    """What would end with this referral; None while another one keeps the episode open."""
    episode = referral.episode
    if Referral.objects.filter(episode=episode).open().exclude(pk=referral.pk).exists():
        return None
    offers = OnwardReferral.objects.filter(episode=episode, status=OnwardStatus.REQUESTED)
    to_do = Task.objects.open().filter(episode=episode).exclude(kind__in=registry.outliving())
    return Ending(
        list(Appointment.objects.filter(episode=episode).coming(now).select_related("membership__user")),
        list(offers.select_related("service__organisation")),
        task_kinds.describe_tasks(to_do.select_related(*worklists.SHOWN)),
    )


def goals_under_way(episode: Episode) -> list[Goal]:
    """The goals of which nobody has said yet how they went."""
    found = Goal.objects.filter(plan__episode=episode, status=GoalStatus.ACTIVE)
    return list(found.select_related("plan__episode"))


def lacks_last_scores(episode: Episode) -> bool:
    """Whether scores were taken at the start and none since at a review or at the end."""
    taken = set(OutcomeScore.objects.standing().filter(episode=episode).values_list("stage", flat=True))
    return taken == {OutcomeStage.START.value}


def outcome(referral: Referral) -> Outcome | None:
    """What came of a referral that is closed.

    Of support that goes on with another referral, or went on after this one, its practice reads nothing.
    """
    if referral.status != ReferralStatus.CLOSED:
        return None
    if not _ended_support(referral):
        return (
            Outcome(referral.closing_note, has_support=False, goals=[], scores=[], attended=[])
            if referral.closing_note
            else None
        )
    lines = [line for one in scores.of_episode(referral.episode) for line in one.lines if line.verdict]
    goals = list(Goal.objects.filter(plan__episode=referral.episode_id))
    return Outcome(
        referral.closing_note, has_support=True, goals=goals, scores=lines, attended=list(_attended(referral))
    )


def _ended_support(referral: Referral) -> bool:
    """Whether the episode ended with this referral, and is still over."""
    over = referral.episode.closed_at
    closed = ReferralStatusChange.objects.filter(referral=referral, to_status=ReferralStatus.CLOSED)
    return over is not None and closed.filter(occurred_at__gte=over).exists()


def _attended(referral: Referral) -> QuerySet[Attendance, tuple[str, int]]:
    """A place stays theirs when support is over: what they do with it from then on is their own."""
    came = Attendance.objects.filter(
        onward_referral__episode=referral.episode_id,
        status=AttendanceStatus.ATTENDED,
        session__starts_at__lte=referral.episode.closed_at,
    ).order_by("session__service__name")
    counted = came.values("session__service__name").annotate(times=Count("pk"))
    return counted.values_list("session__service__name", "times")
