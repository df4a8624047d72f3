"""Who acts, and what each role may do. Which records they may do it to is `visible_to` on the QuerySets."""

from dataclasses import dataclass
from enum import StrEnum, auto
from uuid import UUID


class Role(StrEnum):
    """What a membership lets someone be."""

    GP = "gp"
    LINK_WORKER = "link_worker"
    PROVIDER = "provider"
    COMMISSIONER = "commissioner"
    PERSON = "person"
    MANAGER = "manager"


class ActorKind(StrEnum):
    """How someone or something came to act."""

    MEMBER = "member"
    LINK = "link"
    CLIENT = "client"
    DEVICE = "device"
    SCHEDULE = "schedule"
    PUBLIC = "public"


class Permission(StrEnum):
    """One thing that can be done."""

    REFER = auto()
    READ_REFERRALS = auto()
    READ_PERSON = auto()
    EDIT_PERSON = auto()
    TRIAGE = auto()
    MERGE = auto()
    SUPPORT = auto()
    COMMENT = auto()
    KEEP_TEMPLATES = auto()
    REFER_ON = auto()
    ANSWER_OFFER = auto()
    MARK_REGISTER = auto()
    KEEP_LISTINGS = auto()
    KEEP_SERVICES = auto()
    READ_OWN_RECORD = auto()
    GIVE_FEEDBACK = auto()
    READ_DAYS = auto()
    LEND_DEVICES = auto()
    KEEP_DEVICES = auto()
    KEEP_ORGANISATION = auto()
    READ_OBSERVATORY = auto()
    RUN_SCHEDULE = auto()
    ERASE = auto()


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.GP: frozenset(
        {Permission.REFER, Permission.READ_REFERRALS, Permission.READ_PERSON, Permission.READ_OBSERVATORY}
    ),
    Role.LINK_WORKER: frozenset(
        {
            Permission.REFER,
            Permission.READ_REFERRALS,
            Permission.READ_PERSON,
            Permission.EDIT_PERSON,
            Permission.TRIAGE,
            Permission.MERGE,
            Permission.SUPPORT,
            Permission.COMMENT,
            Permission.KEEP_TEMPLATES,
            Permission.REFER_ON,
            Permission.GIVE_FEEDBACK,
            Permission.READ_DAYS,
            Permission.LEND_DEVICES,
            Permission.READ_OBSERVATORY,
        }
    ),
    Role.PROVIDER: frozenset(
        {
            Permission.ANSWER_OFFER,
            Permission.MARK_REGISTER,
            Permission.KEEP_LISTINGS,
            Permission.KEEP_SERVICES,
            Permission.READ_OBSERVATORY,
        }
    ),
    Role.COMMISSIONER: frozenset({Permission.READ_OBSERVATORY}),
    Role.PERSON: frozenset(
        {
            Permission.READ_OWN_RECORD,
            Permission.GIVE_FEEDBACK,
            Permission.READ_DAYS,
            Permission.READ_OBSERVATORY,
        }
    ),
    Role.MANAGER: frozenset(
        {
            Permission.COMMENT,
            Permission.KEEP_TEMPLATES,
            Permission.LEND_DEVICES,
            Permission.KEEP_DEVICES,
            Permission.KEEP_ORGANISATION,
            Permission.READ_OBSERVATORY,
            Permission.ERASE,
        }
    ),
}
# Kind of organisation -> the roles that its members may have; a person's own account belongs to none.
ROLES_AT: dict[str, frozenset[Role]] = {
    "gp_practice": frozenset({Role.GP, Role.MANAGER}),
    "team": frozenset({Role.LINK_WORKER, Role.MANAGER}),
    "provider": frozenset({Role.PROVIDER, Role.MANAGER}),
    "pcn": frozenset({Role.COMMISSIONER, Role.MANAGER}),
    "icb": frozenset({Role.COMMISSIONER, Role.MANAGER}),
}
KIND_PERMISSIONS: dict[ActorKind, frozenset[Permission]] = {
    ActorKind.DEVICE: frozenset({Permission.MARK_REGISTER}),
    ActorKind.SCHEDULE: frozenset(Permission),
    ActorKind.PUBLIC: frozenset({Permission.REFER, Permission.READ_OBSERVATORY}),
}


class Refusal(Exception):
    """A rule said no. `code` is for machines, `message` is a sentence that the user reads as it stands."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts, with ids only: a member of one organisation, a mailed link, an API client, a device, the schedule.

    `person_id` is set for a person who sees their own record; `device_id` is a device's public id; `link_for` is the
    one thing that a link was made for.
    """

    kind: ActorKind
    role: Role | None = None
    user_id: int | None = None
    membership_id: int | None = None
    organisation_id: int | None = None
    person_id: int | None = None
    device_id: UUID | None = None
    link_for: Permission | None = None

    def member(self) -> int:
        """The membership's key; a Refusal for an actor that acts in none."""
        if self.membership_id is None:
            raise Refusal("not-permitted", "Only a member of an organisation can do this.")
        return self.membership_id

    def may(self, permission: Permission) -> bool:
        """Whether the role, or for a machine its kind, includes the permission; a link was made for one thing."""
        if self.kind is ActorKind.LINK:
            return permission is self.link_for
        by_role = ROLE_PERMISSIONS[self.role] if self.role else frozenset()
        return permission in by_role or permission in KIND_PERMISSIONS.get(self.kind, frozenset())


SCHEDULE = Actor(kind=ActorKind.SCHEDULE)
PUBLIC = Actor(kind=ActorKind.PUBLIC)


def check(by: Actor, permission: Permission) -> None:
    """Raise a Refusal unless the actor has the permission."""
    if not by.may(permission):
        raise Refusal("not-permitted", "Your role does not include this.")
