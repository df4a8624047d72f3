"""Which FHIR resources can be had: each app declares its own in `AppConfig.ready`.

A resource here is plain JSON. The mapping to it stands in the app's `fhir` package; addresses, search, errors and the
CapabilityStatement are the same for all of them, and follow from what is declared.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from django.db.models import Q, QuerySet

from referrals.kit.actor import Actor
from referrals.kit.permissions import Permission

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
Resource: TypeAlias = dict[str, JSON]
# A row with what its query adds to it (`changed_at`), which the types of a model do not know.
Row: TypeAlias = Any
# A part of a resource that came in: its shape is held by the library's models, which have no types.
Element: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """A search parameter: `kind` is FHIR's word for its type, `condition` what one value asks of a row.

    A value that cannot be one raises a ValueError.
    """

    kind: str
    condition: Callable[[str], Q]


class Lead(NamedTuple):
    """Where the references of an element lead to: a type."""

    element: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The rows of one table as resources of one type. A type may have several sources.

    `name`: what the rows are called, in the audit too. `permissions`: who has one of them may ask.
    `rows(by, today)`: what the actor may see, each with `changed_at`, and with all that the mapping reads.
    `resources(rows, by)`: their JSON, in their order, with the same number of queries for one as for many.
    `whose(row)`: the key of the person whom it is about, whose record says who looked; None for what is nobody's.
    `past(row)`: the row as it was after each of its `moves`, the first one first; only where the record knows.
    `includes`: search parameter -> the element that it looks at, and the type that this leads to.
    """

    type: str
    name: str
    permissions: frozenset[Permission]
    rows: Callable[[Actor, date], QuerySet[Row]]
    resources: Callable[[Sequence[Row], Actor], list[Resource]]
    whose: Callable[[Row], int | None]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    past: Callable[[Row], list[Row]] | None = None
    includes: Mapping[str, Lead] = field(default_factory=dict)

    def is_for(self, by: Actor) -> bool:
        """Whether the actor may ask for these at all."""
        return any(by.may(permission) for permission in self.permissions)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a resource that was sent: its id, and whether it is new."""

    public_id: UUID
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """How resources of one type come in, by the action that a form would call.

    `take_in` gets the resource, the identifier (system, value) under which it may be here already, and who, when.
    `update` gets the public id, the resource as it stands and as it is wanted, and who, when.
    """

    type: str
    take_in: Callable[[Resource, tuple[str, str] | None, Actor, datetime], Sent] | None = None
    update: Callable[[UUID, Resource, Resource, Actor, datetime], None] | None = None


@dataclass(slots=True)
class ResourceType:
    """One type of resource, and what can be done with it."""

    name: str
    sources: list[Source] = field(default_factory=list)
    writer: Writer | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """Who has one of them may ask for some of these."""
        return frozenset().union(*(source.permissions for source in self.sources))

    @property
    def parameters(self) -> dict[str, str]:
        """Name of each search parameter of its own -> FHIR's word for its type."""
        return {name: one.kind for source in self.sources for name, one in source.parameters.items()}

    @property
    def includes(self) -> dict[str, Lead]:
        """Search parameter -> the element that it looks at, and the type that this leads to."""
        return {name: lead for source in self.sources for name, lead in source.includes.items()}

    @property
    def has_history(self) -> bool:
        """Whether earlier versions can be had."""
        return all(source.past for source in self.sources)


_types: dict[str, ResourceType] = {}


def declare(sources: Iterable[Source], writers: Iterable[Writer] = ()) -> None:
    """Add sources and writers; a second one of the same name is a mistake."""
    for source in sources:
        found = _types.setdefault(source.type, ResourceType(source.type))
        if source.name in {one.name for one in found.sources}:
            message = f"{source.type} of {source.name} is declared twice"
            raise ValueError(message)
        found.sources.append(source)
    for writer in writers:
        found = _types[writer.type]
        if found.writer:
            message = f"two apps write {writer.type}"
            raise ValueError(message)
        found.writer = writer


def find(name: str) -> ResourceType | None:
    """The type with a name, as FHIR spells it."""
    return _types.get(name)


def types() -> list[ResourceType]:
    """Every declared type by name."""
    return sorted(_types.values(), key=lambda one: one.name)
