"""Who said a telephone number or e-mail address, and what may go there before it is proved to be the person's.

Proved is one to which a link was sent and used by somebody who knows the person's date of birth, or which a member of
the team has checked with the person. Only a proved one gets a link that opens something.
"""

from enum import StrEnum

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role


class Source(StrEnum):
    """By which door a number or address came. It follows from who acted, so no door can forget to say it."""

    UNKNOWN = "unknown"
    PUBLIC = "public_form"
    OWN_PAGE = "own_page"
    PRACTICE = "practice"
    TEAM = "team"
    SYSTEM = "system"
    CASELOAD = "caseload"


OF_MEMBERS = {
    Role.PERSON: Source.OWN_PAGE,
    Role.GP: Source.PRACTICE,
    Role.LINK_WORKER: Source.TEAM,
    Role.MANAGER: Source.CASELOAD,
}
# A colleague who knows the person, or their system, wrote it down.
TAKEN_DOWN = frozenset({Source.PRACTICE, Source.TEAM, Source.SYSTEM, Source.CASELOAD})
# Until somebody has proved them, appointments and the like go on to these: the record before did not ask who said it.
TOLD = TAKEN_DOWN | {Source.UNKNOWN}


def source_of(by: Actor) -> Source:
    """The door by which somebody comes; whoever is none of those who work here or are known is the public."""
    if by.kind is ActorKind.CLIENT:
        return Source.SYSTEM
    if by.kind is ActorKind.SCHEDULE:
        return Source.CASELOAD
    if by.kind is ActorKind.MEMBER and by.role:
        return OF_MEMBERS.get(by.role, Source.PUBLIC)
    return Source.PUBLIC


def is_told(source: str, *, is_proved: bool) -> bool:
    """Whether ordinary messages go there: they say a day, an hour and "your link worker", and open nothing."""
    return is_proved or source in TOLD


def proves_by_link(source: str) -> bool:
    """Whether a link that the team sends there is proof enough.

    It shows that somebody reads the address. What anybody could type, a stranger reads too: only the person, from
    inside their own page, or somebody of the team who asked them says that it is theirs.
    """
    return source in TAKEN_DOWN


def says_more(source: str, than: str) -> bool:
    """Whether who says it now is nearer to the person than who said it before."""
    return source in TAKEN_DOWN and than not in TAKEN_DOWN
