"""What higher apps add to the story of a person: a wearable that was lent, for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from referrals.kit.actor import Actor

if TYPE_CHECKING:
    from referrals.models import Person


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened with a person: when (aware), of which kind, in words, who did it, and what was written.

    `episode` is the key of the episode that it belongs to, if it belongs to one.
    """

    at: datetime
    kind: str
    what: str
    who: str = ""
    words: tuple[str, ...] = ()
    episode: int | None = None


Source = Callable[["Person", Actor], list[Happening]]
_sources: list[Source] = []


def declare(source: Source) -> None:
    """Add a source; the same one twice is a mistake."""
    if source in _sources:
        message = f"{source.__module__} is declared twice"
        raise ValueError(message)
    _sources.append(source)


def of_person(person: Person, by: Actor) -> list[Happening]:
    """What the sources say of a person to the actor, in no order."""
    return [one for source in _sources for one in source(person, by)]
