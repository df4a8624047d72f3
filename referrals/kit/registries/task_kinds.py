"""What kinds of task there are: each app declares its own in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from referrals.models import Record, Task


def episode_page(task: Task, _about: Record | None) -> str:
    """The page of the episode that the task belongs to."""
    return reverse("link_worker:episode", args=[task.episode.public_id])


@dataclass(frozen=True, slots=True)
class TaskKind:
    """One kind of task. Whoever holds the task's episode holds the task; while nobody does, the team.

    `words` say what is to be done. `detail` goes on after them with what the one row says that the task is about.
    `page` is the address where it is done; it gets the task and the row that it is about.
    `section` is the part of the page of the episode where it is done, blank for the top of it.
    A kind that is not `is_listed` is shown on a page of its own, and its lateness is counted there.
    One that `outlives_support` stays with the team when the episode ends.
    """

    name: str
    words: Promise
    # The row is of the kind's own subject: only the kind knows of which table.
    detail: Callable[[Any], str] | None = None
    page: Callable[[Task, Any], str] = episode_page
    section: str = ""
    is_listed: bool = True
    outlives_support: bool = False


_kinds: dict[str, TaskKind] = {}


def declare(kinds: Iterable[TaskKind]) -> None:
    """Add kinds; two of one name are a mistake."""
    for kind in kinds:
        if kind.name in _kinds:
            message = f"two kinds of task are called {kind.name}"
            raise ValueError(message)
        _kinds[kind.name] = kind


def kind(name: str) -> TaskKind:
    """The kind with a name; a KeyError for one that nobody declared."""
    return _kinds[name]


def kinds() -> list[TaskKind]:
    """Every declared kind."""
    return list(_kinds.values())


def unlisted() -> set[str]:
    """The names of the kinds that are left out of worklists."""
    return {kind.name for kind in _kinds.values() if not kind.is_listed}


def outliving() -> set[str]:
    """The names of the kinds that are still to be done when support has ended."""
    return {kind.name for kind in _kinds.values() if kind.outlives_support}
