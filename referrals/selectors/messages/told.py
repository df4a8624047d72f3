"""What a person was told: the latest messages to them, and what became of each."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.registries import message_kinds
from referrals.models import OutboundMessage, Person
from referrals.models.choices import Channel, MessageState

SHOWN = 10
# A link to sign in is asked for and used at once; what was overtaken was told in another message.
NOT_SHOWN = {"kind": "sign_in"}
CAME_TO = {
    MessageState.WAITING: gettext_lazy("Not sent yet"),
    MessageState.SENT: gettext_lazy("Sent"),
    MessageState.DELIVERED: gettext_lazy("Arrived"),
    MessageState.FAILED: gettext_lazy("Did not go out"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One message: when it went out or is to go out (aware), what it is about, by which way, and what became of it."""

    at: datetime
    subject: str
    how: str
    came_to: str


def to_person(person: Person) -> list[Told]:
    """The latest messages to someone whose record is open, the newest first."""
    found = OutboundMessage.objects.filter(to_person=person).exclude(**NOT_SHOWN).exclude(failure="overtaken")
    return [_told(message) for message in found.order_by("-not_before", "-pk")[:SHOWN]]


def all_to_person(person: Person) -> list[Told]:
    """Every message to someone whose record is open."""
    found = OutboundMessage.objects.filter(to_person=person).exclude(**NOT_SHOWN).exclude(failure="overtaken")
    return [_told(message) for message in found]


def _told(message: OutboundMessage) -> Told:
    is_call = message.channel == Channel.PHONE and message.state == MessageState.SENT
    came_to = _("A colleague was asked to call") if is_call else str(CAME_TO[MessageState(message.state)])
    subject = str(message_kinds.kind(message.kind).subject)
    return Told(message.sent_at or message.not_before, subject, message.get_channel_display(), came_to)
