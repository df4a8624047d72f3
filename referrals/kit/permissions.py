"""What each role may do. Which records they may do it to is `visible_to` on the QuerySets."""

from enum import StrEnum, auto


class Role(StrEnum):
    """What a membership lets someone be."""

    GP = "gp"
    LINK_WORKER = "link_worker"
    PROVIDER = "provider"
    COMMISSIONER = "commissioner"
    PERSON = "person"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class ActorKind(StrEnum):
    """How someone or something came to act."""

    MEMBER = "member"
    LINK = "link"
    CLIENT = "client"
    DEVICE = "device"
    SCHEDULE = "schedule"
    PUBLIC = "public"


class Scope(StrEnum):
    """What an API client is registered for; each of its tokens is for some of that."""

    REFERRALS = "referrals"
    SUPPORT = "support"
    DAYS = "days"
    OBSERVATORY = "observatory"


class Permission(StrEnum):
    """One thing that can be done."""

    REFER = auto()
    READ_REFERRALS = auto()
    READ_PERSON = auto()
    EDIT_PERSON = auto()
    KEEP_CONTACT = auto()
    TRIAGE = auto()
    MERGE = auto()
    SUPPORT = auto()
    COMMENT = auto()
    KEEP_TEMPLATES = auto()
    REFER_ON = auto()
    CONFIRM_NEEDS = auto()
    ANSWER_OFFER = auto()
    MARK_REGISTER = auto()
    KEEP_LISTINGS = auto()
    KEEP_SERVICES = auto()
    ISSUE_TAGS = auto()
    READ_OWN_RECORD = auto()
    GIVE_FEEDBACK = auto()
    PROVE_CONTACT = auto()
    READ_DAYS = auto()
    LEND_DEVICES = auto()
    KEEP_DEVICES = auto()
    KEEP_ORGANISATION = auto()
    KEEP_AREA = auto()
    INVITE_PROVIDERS = auto()
    ACCEPT_INVITATION = auto()
    KEEP_CLIENTS = auto()
    READ_OBSERVATORY = auto()
    RUN_SCHEDULE = auto()
    ERASE = auto()


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.GP: frozenset(
        {
            Permission.REFER,
            Permission.READ_REFERRALS,
            Permission.READ_PERSON,
            Permission.KEEP_CONTACT,
            Permission.READ_OBSERVATORY,
        }
    ),
    Role.LINK_WORKER: frozenset(
        {
            Permission.REFER,
            Permission.READ_REFERRALS,
            Permission.READ_PERSON,
            Permission.EDIT_PERSON,
            Permission.KEEP_CONTACT,
            Permission.TRIAGE,
            Permission.MERGE,
            Permission.SUPPORT,
            Permission.COMMENT,
            Permission.KEEP_TEMPLATES,
            Permission.REFER_ON,
            Permission.CONFIRM_NEEDS,
            Permission.INVITE_PROVIDERS,
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
            Permission.ISSUE_TAGS,
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
            Permission.ISSUE_TAGS,
            Permission.READ_OBSERVATORY,
            Permission.ERASE,
        }
    ),
    # Organisations and who works there: nobody's record.
    Role.ADMINISTRATOR: frozenset({Permission.KEEP_AREA, Permission.KEEP_CLIENTS, Permission.READ_OBSERVATORY}),
}
# Kind of organisation -> the roles that its members may have; a person's own account belongs to none.
ROLES_AT: dict[str, frozenset[Role]] = {
    "gp_practice": frozenset({Role.GP, Role.MANAGER}),
    "team": frozenset({Role.LINK_WORKER, Role.MANAGER}),
    "provider": frozenset({Role.PROVIDER, Role.MANAGER}),
    "pcn": frozenset({Role.COMMISSIONER, Role.MANAGER}),
    "icb": frozenset({Role.COMMISSIONER, Role.MANAGER, Role.ADMINISTRATOR}),
}
KIND_PERMISSIONS: dict[ActorKind, frozenset[Permission]] = {
    ActorKind.DEVICE: frozenset({Permission.MARK_REGISTER}),
    ActorKind.SCHEDULE: frozenset(Permission),
    ActorKind.PUBLIC: frozenset({Permission.REFER, Permission.READ_OBSERVATORY}),
}
# What a client may do in its role, by scope. A permission in none of them is for people only.
SCOPE_PERMISSIONS: dict[Scope, frozenset[Permission]] = {
    Scope.REFERRALS: frozenset({Permission.REFER, Permission.READ_REFERRALS}),
    # What happens to a referral after it was sent: a team's system and a service's take part in it.
    Scope.SUPPORT: frozenset(
        {
            Permission.TRIAGE,
            Permission.SUPPORT,
            Permission.REFER_ON,
            Permission.ANSWER_OFFER,
            Permission.READ_OWN_RECORD,
        }
    ),
    Scope.DAYS: frozenset({Permission.READ_DAYS, Permission.LEND_DEVICES}),
    Scope.OBSERVATORY: frozenset({Permission.READ_OBSERVATORY}),
}
