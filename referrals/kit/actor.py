"""Who acts: a member of one organisation, a mailed link, an API client, a device, the schedule, the public."""

from dataclasses import dataclass, replace
from uuid import UUID

from referrals.kit.permissions import (
    KIND_PERMISSIONS,
    ROLE_PERMISSIONS,
    SCOPE_PERMISSIONS,
    ActorKind,
    Permission,
    Role,
    Scope,
)
from referrals.kit.refusal import Refusal, gettext_noop
from referrals.kit.smart_scopes import Interaction


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts, with ids only: a member of one organisation, a mailed link, an API client, a device, the schedule.

    `person_id` is set for a person who sees their own record; `device_id` is a device's public id; `link_for` is the
    one thing that a link was made for. A client acts for one organisation in one request, within its `scopes`; what it
    may do with FHIR resources alone are its `interactions`.
    """

    kind: ActorKind
    role: Role | None = None
    user_id: int | None = None
    membership_id: int | None = None
    client_id: int | None = None
    organisation_id: int | None = None
    person_id: int | None = None
    device_id: UUID | None = None
    link_for: Permission | None = None
    scopes: frozenset[Scope] = frozenset()
    interactions: frozenset[Interaction] = frozenset()

    def within(self, resource: str, letter: str) -> "Actor":
        """The same actor for one interaction (`r` reads) with FHIR resources of a type, with the scopes that let it."""
        let = {one.scope for one in self.interactions if (one.resource, one.letter) == (resource, letter)}
        return replace(self, scopes=self.scopes | let)

    def member(self) -> int:
        """The membership's key; a Refusal for an actor that acts in none."""
        if self.membership_id is None:
            raise Refusal("not-permitted", gettext_noop("Only a member of an organisation can do this."))
        return self.membership_id

    def may(self, permission: Permission) -> bool:
        """Whether the role, or for a machine its kind, includes the permission; a link was made for one thing.

        A client may do what both its role and one of its scopes include.
        """
        if self.kind is ActorKind.LINK:
            return permission is self.link_for
        if self.kind is ActorKind.CLIENT and not any(permission in SCOPE_PERMISSIONS[scope] for scope in self.scopes):
            return False
        by_role = ROLE_PERMISSIONS[self.role] if self.role else frozenset()
        return permission in by_role or permission in KIND_PERMISSIONS.get(self.kind, frozenset())


SCHEDULE = Actor(kind=ActorKind.SCHEDULE)
PUBLIC = Actor(kind=ActorKind.PUBLIC)


def check(by: Actor, permission: Permission) -> None:
    """Raise a Refusal unless the actor has the permission."""
    if not by.may(permission):
        raise Refusal("not-permitted", gettext_noop("Your role does not include this."))
