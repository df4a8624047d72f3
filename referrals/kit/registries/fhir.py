"""Which FHIR resources can be had: each app declares its own in `AppConfig.ready`.

A resource here is plain JSON. The mapping to it stands in the app's `fhir` package; addresses, errors and the
CapabilityStatement are the same for all of them, and follow from what is declared.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from referrals.kit.actor import Actor
from referrals.kit.permissions import Permission

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
Resource: TypeAlias = dict[str, JSON]


@dataclass(frozen=True, slots=True)
class ResourceType:
    """One type of resource and what can be done with it.

    `read(public_id, by)` opens the record as a page would, audit included, and maps it; None where the actor may open
    no such record. Only who has the `permission` is let in.
    """

    name: str
    permission: Permission
    read: Callable[[UUID, Actor], Resource | None]


_types: dict[str, ResourceType] = {}


def declare(types: Iterable[ResourceType]) -> None:
    """Add types; a second one of the same name is a mistake."""
    for one in types:
        if one.name in _types:
            message = f"two apps declare {one.name}"
            raise ValueError(message)
        _types[one.name] = one


def find(name: str) -> ResourceType | None:
    """The type with a name, as FHIR spells it."""
    return _types.get(name)


def types() -> list[ResourceType]:
    """Every declared type by name."""
    return sorted(_types.values(), key=lambda one: one.name)
