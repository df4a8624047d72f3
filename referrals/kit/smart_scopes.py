"""SMART on FHIR's system scopes, like "system/ServiceRequest.rs": for one type of resource or, with a star, for all."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from referrals.kit.permissions import Scope

# Create, read, update, delete, search: as SMART 2 writes them, in this order.
LETTERS = "cruds"
# As SMART 1 wrote them.
OLDER = {"read": "rs", "write": "cud", "*": LETTERS}
FORM = re.compile(r"system/(?P<resource>\*|[A-Z][A-Za-z]{1,60})\.(?P<letters>c?r?u?d?s?|read|write|\*)")


@dataclass(frozen=True, slots=True)
class Interaction:
    """What may be done with resources of one type, and the client's own scope that lets it."""

    resource: str
    letter: str
    scope: Scope


def interactions(text: str, resources: Mapping[str, Collection[Scope]]) -> frozenset[Interaction]:
    """What a scope gives; nothing if it is none of SMART's. `resources`: each type, and the scopes that include it."""
    found = FORM.fullmatch(text)
    if found is None:
        return frozenset()
    names = resources if found["resource"] == "*" else {found["resource"]} & resources.keys()
    letters = OLDER.get(found["letters"], found["letters"])
    return frozenset(
        Interaction(name, letter, scope) for name in names for letter in letters for scope in resources[name]
    )
