"""What was written that may describe a risk, and that nobody of the team has read yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from referrals.kit.actor import Actor
from referrals.models import Comment, CorrectionRequest, Feedback, Record, Referral, Task
from referrals.selectors.work import subjects

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KIND = "words_unread"
# Of each table: which column holds the words, which one says when they were written, and what they stand in.
PLACES: Mapping[type[Record], tuple[str, str, StrOrPromise]] = {
    Referral: ("note", "referred_at", _("In a referral")),
    Feedback: ("comment", "given_at", _("About a session")),
    CorrectionRequest: ("text", "asked_at", _("About their record")),
    Comment: ("text", "occurred_at", _("In a comment of a colleague")),
}


@dataclass(frozen=True, slots=True)
class Written:
    """Words that wait to be read: where they stand, and when they were written."""

    task: Task
    words: str
    place: StrOrPromise
    at: datetime


def waiting(by: Actor) -> list[Written]:
    """All of the team's, the oldest first."""
    return sorted(_found(by), key=lambda one: one.at)


def how_many(by: Actor) -> int:
    """How many texts wait to be read."""
    return Task.objects.visible_to(by).open().filter(kind=KIND).count()


def get(by: Actor, episode_id: UUID, task_id: UUID) -> Written | None:
    """One of an episode's."""
    found = (one for one in _found(by, episode__public_id=episode_id, public_id=task_id))
    return next(found, None)


def _found(by: Actor, **of: object) -> list[Written]:
    tasks = list(
        Task.objects.visible_to(by).open().filter(kind=KIND, **of).select_related("episode__person", "holder__user")
    )
    about = subjects.find_subjects(tasks)
    return [_written(task, row) for task in tasks if (row := about[task.pk]) is not None]


def _written(task: Task, row: Record) -> Written:
    words, at, place = PLACES[type(row)]
    return Written(task, getattr(row, words), place, getattr(row, at))
