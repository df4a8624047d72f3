"""Sign-ins: whether one goes on, where somebody is signed in, and whose accounts are a person's."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from referrals import sign_ins as rules
from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.models import ContactPoint, Membership, SignIn, User

# More on one page tell nobody more.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A sign-in as its owner sees it: whether it still opens anything, and whether it is the browser that asks."""

    sign_in: SignIn
    goes_on: bool
    is_here: bool


def find(user_id: int, key: object) -> SignIn | None:
    """A user's sign-in by the key that stands in their session."""
    return SignIn.objects.filter(pk=key, user=user_id).first() if isinstance(key, int) else None


def goes_on(sign_in: SignIn, now: datetime, *, at_work: bool) -> bool:
    """Whether nobody ended it, its time is not over, and the address that its link went to is still safe and proved."""
    return sign_in.ended_at is None and not is_over(sign_in, now, at_work=at_work) and _is_theirs(sign_in)


def is_over(sign_in: SignIn, now: datetime, *, at_work: bool) -> bool:
    """Whether its time is over, by the time since the last click or since it began."""
    return rules.is_over(began=sign_in.began_at, seen=sign_in.seen_at, now=now, at_work=at_work)


def _is_theirs(sign_in: SignIn) -> bool:
    if sign_in.person_id is None:
        return True
    points = ContactPoint.objects.filter(person=sign_in.person_id, kind="email", reaches=sign_in.reaches)
    return points.filter(ended_at=None, safe_to_write=True, proved_at__isnull=False).exists()


def own(by: Actor, now: datetime, *, here: SignIn | None) -> list[Shown]:
    """Where the actor is and was signed in, newest first."""
    at_work = by.role is not Role.PERSON
    found = _own(by).filter(began_at__gt=now - rules.KEPT)[:SHOWN]
    return [Shown(one, goes_on(one, now, at_work=at_work), one == here) for one in found]


def get(by: Actor, public_id: str) -> SignIn | None:
    """One of the actor's own sign-ins by its public id."""
    return next((one for one in open_of(by) if str(one.public_id) == public_id), None)


def open_of(by: Actor) -> QuerySet[SignIn]:
    """The actor's own sign-ins that nobody ended."""
    return _own(by).filter(ended_at=None)


def _own(by: Actor) -> QuerySet[SignIn]:
    theirs = Q(user=by.user_id or 0)
    return SignIn.objects.filter(theirs | Q(person=by.person_id) if by.person_id else theirs)


def accounts_of(person_id: int) -> QuerySet[User]:
    """Every account that opens or opened a person's own page."""
    return User.objects.filter(Q(memberships__person=person_id) | Q(sign_ins__person=person_id)).distinct()


def may_have_password(user: User) -> bool:
    """Whether somebody signs in by a password: who works here does, a person opens their page by a mailed link."""
    return Membership.objects.filter(user=user).exclude(role=Role.PERSON).exists()
