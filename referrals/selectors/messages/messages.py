"""What a waiting message says and where it goes, found out from its ids at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from referrals import channels, text_messages
from referrals.kit.permissions import Role
from referrals.kit.registries import message_kinds
from referrals.kit.registries.message_kinds import MessageKind
from referrals.models import (
    Agreement,
    AnswerLink,
    ContactPoint,
    Episode,
    FeedbackLink,
    Invitation,
    InvitationLink,
    ListingLink,
    Membership,
    OnwardReferral,
    Organisation,
    OutboundMessage,
    Person,
    ProofLink,
    Record,
    Service,
    SignInLink,
)
from referrals.models.services.service_choices import ServiceStatus
from referrals.selectors.messages import reach
from referrals.selectors.people import proofs
from referrals.selectors.support import endings
from referrals.selectors.work import subjects
from referrals.states import OnwardStatus

Link = AnswerLink | FeedbackLink | InvitationLink | ListingLink | ProofLink | SignInLink
# Where a link leads, below the page of its message's kind.
LINK_PAGES: dict[type[Link], str] = {
    AnswerLink: "answer",
    FeedbackLink: "how-was-it",
    InvitationLink: "invitation",
    ListingLink: "listing",
    ProofLink: "confirm",
    SignInLink: "sign-in",
}
# Seconds in which a person gets one link to sign in, however often it is asked for.
ONE_SIGN_IN = 120
# The same for a link that proves a number or address.
ONE_PROOF = 600
# Unlike the other objections this one is news to the link worker: nobody was told, and somebody should be.
NO_ADDRESS = "no safe address"
# Why a message was not to go out any more: of these nobody is told.
TOO_LATE, OVERTAKEN, NOT_AGREED, RESTRICTED, DIED = (
    "too late",
    "overtaken",
    "not agreed",
    "restricted",
    "recipient died",
)
UNTOLD = frozenset({TOO_LATE, OVERTAKEN, NOT_AGREED, RESTRICTED, DIED})


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes out."""

    to: str
    subject: str
    body: str


def about(person_id: int) -> QuerySet[OutboundMessage]:
    """The messages to the person and those to others about them."""
    about_them = subjects.filter_about_person(OutboundMessage, person_id)
    return OutboundMessage.objects.filter(Q(to_person=person_id) | about_them)


def asks(message: OutboundMessage) -> OnwardReferral | None:
    """The onward referral that the message asks about, while it waits for an answer."""
    offer = message.onward_referral if message_kinds.kind(message.kind).asks else None
    return offer if offer and offer.status == OnwardStatus.REQUESTED else None


def asks_about(message: OutboundMessage) -> Service | None:
    """The service of which the message asks whether its listing is still right, while it is offered."""
    service = message.service if message_kinds.kind(message.kind).asks else None
    return service if service and service.status != ServiceStatus.CLOSED else None


def invites(message: OutboundMessage) -> Invitation | None:
    """The invitation that the message carries."""
    about = subjects.find_subject(message) if message.kind == "invitation" else None
    return about if isinstance(about, Invitation) else None


def address_of_member(message: OutboundMessage) -> str:
    """The address of whoever works there whom the message is about; blank once they do no more."""
    about = subjects.find_subject(message)
    return about.user.email if isinstance(about, Membership) and about.ends_on is None else ""


def written_to(message: OutboundMessage) -> ContactPoint | None:
    """The number or address that the message is about and goes to, whatever else the person has."""
    about = subjects.find_subject(message) if message.subject_kind == "contact_point" else None
    return about if isinstance(about, ContactPoint) else None


def asks_for_proof(message: OutboundMessage) -> ContactPoint | None:
    """The number or address that the message asks to prove."""
    return written_to(message) if message.kind == "confirm_address" else None


def listing_key(service: Service, days: int) -> str:
    """By which a provider is asked once about a listing, so many days after it was confirmed."""
    return f"listing_check:service:{service.pk}:{service.assured_on}:{days}"


def sign_in_key(person: Person, now: datetime) -> str:
    """By which a person gets one link to sign in within a short while."""
    return f"sign_in:person:{person.pk}:{int(now.timestamp()) // ONE_SIGN_IN}"


def proof_turn(now: datetime) -> int:
    """By which a number or address gets one link within a short while."""
    return int(now.timestamp()) // ONE_PROOF


def letter(message: OutboundMessage, answer_link: Link | None = None, token: str = "") -> Letter:
    """The message in words, with a link to answer by if it has one; `address` must have found where it goes."""
    kind = message_kinds.kind(message.kind)
    return Letter(address(message), str(kind.subject), words(message, answer_link, token))


def words(message: OutboundMessage, answer_link: Link | None = None, token: str = "") -> str:
    """What the message says; a text message has words of its own, as many as fit."""
    kind = message_kinds.kind(message.kind)
    episode = episode_of(message)
    context: dict[str, object] = {
        "message": message,
        "about": subjects.find_subject(message),
        "link": f"{settings.BASE_URL}{kind.page}",
        "team": episode.team if episode else None,
        "reason": endings.reason(message),
    }
    if answer_link:
        page = LINK_PAGES[type(answer_link)]
        context |= {"answer": f"{settings.BASE_URL}{kind.page}{page}/{token}/", "until": answer_link.expires_at}
    if message.channel == channels.TEXT:
        lines = render_to_string(f"messages/{kind.name}.sms.txt", context).splitlines()
        return text_messages.fit([line for line in lines if line.strip()])
    return render_to_string(f"messages/{kind.name}.txt", context)


def address(message: OutboundMessage) -> str:
    """Where the message goes by its channel; empty where there is nothing, or nothing that is safe."""
    if find := message_kinds.kind(message.kind).to:
        return find(message)
    if invited := invites(message):
        # Whom the organisation invites has no address of theirs in the record yet.
        return invited.email
    if point := written_to(message):
        return point.value if proofs.can_be_written_to(point) else ""
    if message.to_organisation:
        return message.to_organisation.email or _who_answers_for(message.to_organisation)
    if message.to_person_id is None:
        return ""
    reachable = reach.of_person(message.to_person_id)
    return (
        channels.where_to_open(reachable) if message.kind == "sign_in" else channels.where(message.channel, reachable)
    )


def may_open(message: OutboundMessage) -> bool:
    """Whether a link that opens something of the person's may go along: not to an address that nobody has proved."""
    if message.to_person_id is None:
        return False
    return channels.may_open(message.channel, reach.of_person(message.to_person_id))


def _who_answers_for(organisation: Organisation) -> str:
    """The address of who has answered for a provider longest: one from a directory has no address of its own."""
    members = Membership.objects.filter(organisation=organisation, role=Role.PROVIDER, ends_on=None)
    first = members.filter(user__is_active=True).order_by("starts_on", "pk").values_list("user__email").first()
    return first[0] if first else ""


def not_before(message: OutboundMessage, now: datetime) -> datetime:
    """The first moment from now on at which the message disturbs nobody; who is to answer at once is told at once."""
    if message_kinds.kind(message.kind).to:
        return now
    person = message.to_person
    return channels.not_before(message.channel, now, frozenset(person.bad_times) if person else frozenset())


def agreed(person_id: int | None, purpose: str) -> bool:
    """Whether the person's agreement is in force."""
    return Agreement.objects.filter(person=person_id, purpose=purpose, withdrawn_at=None).exists()


def agreed_to(person_id: int | None, kind: MessageKind) -> bool:
    """Whether all that a kind of message needs is agreed to."""
    return all(agreed(person_id, purpose) for purpose in kind.needs)


def objection(message: OutboundMessage, now: datetime) -> str:
    """Why the message must not go out now, as a code; empty where nothing stands against it."""
    kind = message_kinds.kind(message.kind)
    coming = message.appointment or message.session
    if coming and coming.starts_at <= now:
        return TOO_LATE
    if kind.is_overtaken(message):
        return OVERTAKEN
    if why := beyond_reach(message):
        return why
    if not agreed_to(message.to_person_id, kind):
        return NOT_AGREED
    return "" if address(message) else NO_ADDRESS


def beyond_reach(message: OutboundMessage) -> str:
    """Why nobody is to try any other way either, as a code; empty where someone may."""
    person, recipient = person_of(message), message.to_person
    if person and person.restricted_at:
        return RESTRICTED
    return DIED if recipient and recipient.died_on else ""


def matter_of(message: OutboundMessage) -> Record | None:
    """What a task about the message is about: one for each matter, however many messages of it did not arrive.

    Messages of appointments, sessions and corrections belong to the episode and have no matter of their own.
    """
    return (
        message.onward_referral
        or message.referral
        or (subjects.find_subject(message) if message.subject_kind else None)
    )


def person_of(message: OutboundMessage) -> Person | None:
    """Whom the message is about."""
    if message.to_person:
        return message.to_person
    about = subjects.find_subject(message)
    return subjects.find_person(about) if about else None


def episode_of(message: OutboundMessage) -> Episode | None:
    """The episode that the message belongs to: whoever holds it learns that the message did not arrive."""
    about = subjects.find_subject(message)
    episode = subjects.find_episode(about) if about else None
    if episode or message.to_person_id is None:
        return episode
    return subjects.find_latest_episode(message.to_person_id)
