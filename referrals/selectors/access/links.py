"""Links in messages and for volunteers: by a token, whose they are, and whether they still open.

A token has 192 random bits. Guessing one among all that were ever sent is hopeless at any rate, so nothing counts
attempts, and looking one up by its digest tells nobody who measures times how much of a guess was right.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from referrals import channels, emails, provenance
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import ActorKind, Permission, Role
from referrals.models import (
    AnswerLink,
    ContactPoint,
    FeedbackLink,
    InvitationLink,
    ListingLink,
    Organisation,
    Person,
    ProofLink,
    RegisterLink,
    Session,
    SignInLink,
)
from referrals.models.services.service_choices import ServiceStatus
from referrals.selectors.messages import reach
from referrals.selectors.people import proofs
from referrals.states import OnwardStatus

Link = AnswerLink | FeedbackLink | InvitationLink | ListingLink | ProofLink | RegisterLink | SignInLink
L = TypeVar("L", AnswerLink, FeedbackLink, InvitationLink, ListingLink, ProofLink, RegisterLink, SignInLink)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[L]):
    """What one kind of link has of its own.

    `about`: the field that says what the link is about; `read`: what is read with the link.
    `opens_for`: the one thing that whoever opens it may do, for the provider or person of `whose`.
    `life`: how long it opens; None where it opens on a day. `only_newest`: a newer one closes it.
    `is_wanted`: whether what it is about still waits for it, on a London day.
    """

    model: type[L]
    about: str
    read: tuple[str, ...]
    opens_for: Permission
    whose: Callable[[L], Organisation | Person]
    is_wanted: Callable[[L, date], bool]
    life: timedelta | None = timedelta(days=14)
    only_newest: bool = True


def digest(token: str) -> str:
    """The SHA-256 by which a token is known; enough for a secret that long (a password would need a slow hash)."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(kind: Kind[L], token: str) -> L | None:
    """The link with a token, open or not."""
    return kind.model._default_manager.select_related(*kind.read).filter(digest=digest(token)).first()


def is_open(link: Link, now: datetime) -> bool:
    """Whether the link may still be used: neither used nor expired, none newer, and still wanted."""
    kind = KINDS[type(link)]
    return link.is_unspent(now) and kind.is_wanted(link, local_day(now)) and not (kind.only_newest and _newer(link))


def actor_of(link: Link) -> Actor:
    """Whoever opens the link acts for the provider that it was made for, or is taken for the person, for one thing."""
    kind = KINDS[type(link)]
    return actor_for(kind.opens_for, kind.whose(link))


def actor_for(permission: Permission, whose: Organisation | Person) -> Actor:
    """Somebody who opened a link of a provider's or a person's."""
    if isinstance(whose, Person):
        return Actor(kind=ActorKind.LINK, role=Role.PERSON, person_id=whose.pk, link_for=permission)
    return Actor(kind=ActorKind.LINK, role=Role.PROVIDER, organisation_id=whose.pk, link_for=permission)


def _newer(link: Link) -> bool:
    about = f"{KINDS[type(link)].about}_id"
    others = type(link)._default_manager.filter(**{about: getattr(link, about)})
    return others.filter(pk__gt=link.pk).exists()


def _goes_on(organisation: Organisation, today: date) -> bool:
    return organisation.valid_to is None or organisation.valid_to > today


def _offer_waits(link: AnswerLink, today: date) -> bool:
    offer = link.onward_referral
    return offer.status == OnwardStatus.REQUESTED and _goes_on(offer.service.organisation, today)


def _service_is_offered(link: ListingLink, today: date) -> bool:
    return link.service.status != ServiceStatus.CLOSED and _goes_on(link.service.organisation, today)


def _is_its_day(link: RegisterLink, today: date) -> bool:
    session = link.session
    is_held = session.cancelled_at is None and local_day(session.starts_at) == today
    return is_held and _goes_on(session.service.organisation, today)


def _waits_for_them(link: InvitationLink, today: date) -> bool:
    invitation = link.invitation
    is_open = invitation.accepted_at is None and invitation.withdrawn_at is None
    return is_open and _goes_on(invitation.organisation, today)


def _is_to_prove(link: ProofLink, today: date) -> bool:
    """A merge may have given it to somebody else: what a link proves, it proves of whom it was sent to."""
    point, person = link.contact_point, link.person
    is_theirs = point.person_id == person.pk and person.restricted_at is None and person.died_on is None
    waits = point.ended_at is None and not point.is_proved and point.safe_to_write
    return is_theirs and waits and link.wrong < ProofLink.MOST_WRONG


ANSWER = Kind(
    model=AnswerLink,
    about="onward_referral",
    read=("onward_referral__service__organisation",),
    opens_for=Permission.ANSWER_OFFER,
    whose=lambda link: link.onward_referral.service.organisation,
    is_wanted=_offer_waits,
)
LISTING = Kind(
    model=ListingLink,
    about="service",
    read=("service__organisation",),
    opens_for=Permission.KEEP_LISTINGS,
    whose=lambda link: link.service.organisation,
    is_wanted=_service_is_offered,
)
FEEDBACK = Kind(
    model=FeedbackLink,
    about="attendance",
    read=("attendance__session__service", "attendance__person"),
    opens_for=Permission.GIVE_FEEDBACK,
    whose=lambda link: link.attendance.person,
    # Nobody asked to be forgotten.
    is_wanted=lambda link, today: link.attendance.person.restricted_at is None,
)
REGISTER = Kind(
    model=RegisterLink,
    about="session",
    read=("session__service__organisation",),
    opens_for=Permission.MARK_REGISTER,
    whose=lambda link: link.session.service.organisation,
    is_wanted=_is_its_day,
    life=None,
    # An earlier one was taken back.
    only_newest=False,
)
SIGN_IN = Kind(
    model=SignInLink,
    about="person",
    read=("person",),
    opens_for=Permission.READ_OWN_RECORD,
    whose=lambda link: link.person,
    is_wanted=lambda link, today: link.ended_at is None and link.wrong < SignInLink.MOST_WRONG,
    life=timedelta(minutes=30),
    # Whoever knows an address could keep its owner out by asking again and again.
    only_newest=False,
)
PROOF = Kind(
    model=ProofLink,
    about="contact_point",
    read=("contact_point", "person"),
    opens_for=Permission.PROVE_CONTACT,
    whose=lambda link: link.person,
    is_wanted=_is_to_prove,
    life=timedelta(days=3),
    # Each asks the same.
    only_newest=False,
)
INVITATION = Kind(
    model=InvitationLink,
    about="invitation",
    read=("invitation__organisation",),
    opens_for=Permission.ACCEPT_INVITATION,
    whose=lambda link: link.invitation.organisation,
    is_wanted=_waits_for_them,
    # One may have been mailed and another shown by a command: whichever is used, the invitation is over.
    only_newest=False,
)
# Any: each kind knows its own model.
EVERY_KIND: tuple[Kind[Any], ...] = (ANSWER, LISTING, FEEDBACK, REGISTER, SIGN_IN, PROOF, INVITATION)
KINDS: dict[type[Link], Kind[Any]] = {kind.model: kind for kind in EVERY_KIND}


def of_session(session: Session) -> RegisterLink | None:
    """The session's link that was not taken back, or None."""
    return session.register_links.filter(revoked_at=None).first()


def address_of(person: Person) -> str:
    """Where a link to sign in would go: the e-mail address that is safe and proved, or nothing."""
    return channels.where_to_open(reach.of_person(person.pk))


def to_prove_at(address: str) -> ContactPoint | None:
    """What waits to be proved at an address, where a colleague wrote it down; not once it opens somebody's page."""
    points = ContactPoint.objects.filter(kind="email", reaches=emails.key(address), ended_at=None)
    waiting = points.filter(source__in=provenance.TAKEN_DOWN, person__died_on=None, person__restricted_at=None)
    return next((point for point in waiting.order_by("pk") if proofs.can_be_asked(point)), None)


def key_of(link: SignInLink) -> str:
    """What the address reaches that a link went to; the release before did not write it down."""
    return link.reaches or emails.key(address_of(link.person))


def people_at(address: str) -> list[Person]:
    """Everybody whose link to sign in would go to the address; a family may share one."""
    key = emails.key(address)
    current = ContactPoint.objects.filter(kind="email", reaches=key, ended_at=None, safe_to_write=True)
    points = current.filter(proved_at__isnull=False)
    people = Person.objects.filter(contact_points__in=points, died_on=None, restricted_at=None)
    return [person for person in people.distinct().order_by("pk") if emails.key(address_of(person)) == key]


def people_of(link: SignInLink) -> list[Person]:
    """Who may sign in by the link, as the record stands now: nobody, once it would not go to that address any more."""
    address = address_of(link.person)
    goes_elsewhere = link.reaches and link.reaches != emails.key(address)
    return people_at(address) if address and not goes_elsewhere else []


def born_on(people: list[Person], day: date | None) -> Person | None:
    """Whom of them somebody means; None where a date is nobody's, or not one person's alone."""
    meant = people if len(people) == 1 else [person for person in people if person.born_on == day]
    return meant[0] if len(meant) == 1 else None
