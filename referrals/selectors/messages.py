"""What a waiting message says and where it goes, found out from its ids at the moment of sending."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from referrals.models import Agreement, AnswerLink, ContactPoint, Episode, OnwardReferral, OutboundMessage, Person
from referrals.registries import message_kinds
from referrals.registries.message_kinds import MessageKind
from referrals.selectors import endings
from referrals.states import OnwardStatus

PRACTICE, TEAM, PROVIDER, PERSON = "/gp/", "/link-worker/", "/provider/", "/me/"
# Unlike the other objections this one is news to the link worker: nobody was told, and somebody should be.
NO_ADDRESS = "no safe address"
KINDS = (
    MessageKind("referral_received", _("A referral is waiting"), TEAM),
    MessageKind("referral_closed", _("Support has ended after your referral"), PRACTICE),
    MessageKind("referral_declined", _("The person you referred said no"), PRACTICE),
    MessageKind("referral_returned", _("A referral has come back to you"), PRACTICE),
    MessageKind("risk_told", _("A link worker asks you to read a note today"), PRACTICE),
    MessageKind("person_offered", _("A link worker asks for a place"), PROVIDER, asks=True),
    MessageKind("offer_reminder", _("A link worker still waits for your answer"), PROVIDER, asks=True),
    MessageKind("offer_unanswered", _("A service has not answered for nine working days"), TEAM),
    MessageKind("offer_accepted", _("A service said yes"), TEAM),
    MessageKind("offer_waiting", _("A service has a waiting list"), TEAM),
    MessageKind("offer_rejected", _("A service said no"), TEAM),
    MessageKind("place_found", _("News from your link worker"), PERSON, needs="get_messages"),
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes out."""

    to: str
    subject: str
    body: str


def about(person_id: int) -> QuerySet[OutboundMessage]:
    """The messages to the person and those to others about them."""
    to_them = Q(to_person=person_id)
    about_them = Q(referral__person=person_id) | Q(onward_referral__episode__person=person_id)
    return OutboundMessage.objects.filter(to_them | about_them)


def asks(message: OutboundMessage) -> OnwardReferral | None:
    """The onward referral that the message asks about, while it waits for an answer."""
    offer = message.onward_referral if message_kinds.kind(message.kind).asks else None
    return offer if offer and offer.status == OnwardStatus.REQUESTED else None


def letter(message: OutboundMessage, answer_link: AnswerLink | None = None, token: str = "") -> Letter:
    """The message in words, with a link to answer by if it has one; `address` must have found where it goes."""
    kind = message_kinds.kind(message.kind)
    about = {"message": message, "link": f"{settings.BASE_URL}{kind.page}", "reason": endings.reason(message)}
    if answer_link:
        about |= {"answer": f"{settings.BASE_URL}{kind.page}answer/{token}/", "until": answer_link.expires_at}
    return Letter(address(message), str(kind.subject), render_to_string(f"messages/{kind.name}.txt", about))


def address(message: OutboundMessage) -> str:
    """The e-mail address that the message goes to; empty where there is none, or none that is safe to write to."""
    if message.to_organisation:
        return message.to_organisation.email
    return safe_email(message.to_person_id)


def safe_email(person_id: int | None) -> str:
    """Where it is safe to write to a person, newest first; empty where it is nowhere."""
    points = ContactPoint.objects.filter(person=person_id, kind="email", safe_to_write=True, ended_at=None)
    return points.order_by("-pk").values_list("value", flat=True).first() or ""


def agreed(person_id: int | None, purpose: str) -> bool:
    """Whether the person's agreement is in force."""
    return Agreement.objects.filter(person=person_id, purpose=purpose, withdrawn_at=None).exists()


def objection(message: OutboundMessage) -> str:
    """Why the message must not go out now, as a code; empty where nothing stands against it."""
    person, recipient = person_of(message), message.to_person
    if person and person.restricted_at:
        return "restricted"
    if recipient and recipient.died_on:
        return "recipient died"
    needs = message_kinds.kind(message.kind).needs
    if needs and not agreed(message.to_person_id, needs):
        return "not agreed"
    return "" if address(message) else NO_ADDRESS


def person_of(message: OutboundMessage) -> Person | None:
    """Whom the message is about."""
    if message.to_person:
        return message.to_person
    episode = episode_of(message)
    return episode.person if episode else None


def episode_of(message: OutboundMessage) -> Episode | None:
    """The episode that the message belongs to: whoever holds it learns that the message did not arrive."""
    told_of = message.onward_referral or message.referral
    if told_of:
        return told_of.episode
    return Episode.objects.filter(person=message.to_person_id).order_by("opened_at").last()
