"""Panels that higher apps put on the pages about a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from referrals.kit.actor import Actor

if TYPE_CHECKING:
    from referrals.models import Person


@dataclass(frozen=True, slots=True)
class PersonPanel:
    """A section of a person's page and of the page of their episode.

    `context(person, by, now)` gives the `data` of `template`, or None where the actor has nothing to see there.
    Panels stand in the order of `order`.
    """

    order: int
    name: str
    template: str
    context: Callable[[Person, Actor, datetime], Mapping[str, object] | None]


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel with what one reader sees in it."""

    template: str
    data: Mapping[str, object]


_panels: dict[str, PersonPanel] = {}


def register(panel: PersonPanel) -> None:
    """Add a panel; a second one of the same name is a mistake."""
    if panel.name in _panels:
        message = f"two panels are called {panel.name}"
        raise ValueError(message)
    _panels[panel.name] = panel


def of_person(person: Person, by: Actor, now: datetime) -> list[ShownPanel]:
    """The panels about a person that the actor sees, in order."""
    found = sorted(_panels.values(), key=lambda panel: panel.order)
    contexts = ((panel.template, panel.context(person, by, now)) for panel in found)
    return [ShownPanel(template, data) for template, data in contexts if data is not None]
