"""What a task or a message may be about: each app declares its own in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from referrals.models import Episode, Person, Record

R = TypeVar("R", bound="Record")


@dataclass(frozen=True, slots=True)
class Subject(Generic[R]):
    """A table whose rows tasks and messages are about.

    `name` is stored with the task or message. Where their table has a foreign key of that name it holds the row;
    otherwise `subject_kind` and `subject_id` do, and triggers of the database guard them as it guards a foreign key.

    `person` finds whom a row is about: None where it is about nobody. `episode` finds the episode that it belongs to;
    without it the person's latest one is taken. `shown_with` are the foreign keys that words about a row go through:
    they are read along with it, so that a long list costs no more queries.
    """

    name: str
    model: type[R]
    person: Callable[[R], Person | None]
    episode: Callable[[R], Episode | None] | None = None
    shown_with: tuple[str, ...] = ()


# Of whichever table: only the one who declares it knows of which.
AnySubject = Subject[Any]
_subjects: dict[str, AnySubject] = {}


def declare(subjects: Iterable[AnySubject]) -> None:
    """Add subjects; two of one name, or two of one table, are a mistake."""
    for subject in subjects:
        if subject.name in _subjects or subject.model in {known.model for known in _subjects.values()}:
            message = f"two subjects are called {subject.name}, or are rows of {subject.model.__name__}"
            raise ValueError(message)
        _subjects[subject.name] = subject


def subject(name: str) -> AnySubject:
    """The subject with a name; a KeyError for one that nobody declared."""
    return _subjects[name]


def subject_of(row: Record) -> AnySubject:
    """The subject that a row is one of; a LookupError where nobody declared its table."""
    for known in _subjects.values():
        if known.model is type(row):
            return known
    message = f"nobody declared that tasks and messages may be about {type(row).__name__}"
    raise LookupError(message)


def subjects() -> list[AnySubject]:
    """Every declared subject, in the order in which they were declared."""
    return list(_subjects.values())
