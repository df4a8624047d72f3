"""What a person was told: the latest messages to them, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.registries import message_kinds
from referrals.kit.registries import subjects as registry
from referrals.models import Episode, OutboundMessage, Person, Record
from referrals.models.choices import Channel, MessageState
from referrals.selectors.work import subjects

SHOWN = 10
# What belongs to an episode, with that episode.
_EPISODES = ("referral", "onward_referral", "appointment", "attendance__onward_referral", "correction")
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
    """The latest messages to someone, whoever sent them, the newest first: for themselves alone."""
    return [_told(message) for message in _to(person)[:SHOWN]]


def within(times: Iterable[Episode], person: Person) -> list[Told]:
    """The messages to someone that are about these times of support, or about nothing that is done in one, the newest
    first. What another team told them is not a colleague's to read.
    """
    messages = list(_to(person).select_related(*(f"{name}__episode" for name in _EPISODES)))
    about, wanted = subjects.find_subjects(messages), {episode.pk for episode in times}
    return [_told(message) for message in messages if _is_of(wanted, about[message.pk])]


def _to(person: Person) -> QuerySet[OutboundMessage]:
    found = OutboundMessage.objects.filter(to_person=person).exclude(**NOT_SHOWN).exclude(failure="overtaken")
    return found.order_by("-not_before", "-pk")


def _is_of(episodes: set[int], about: Record | None) -> bool:
    """Whether a row belongs to one of these episodes, or is of a kind that belongs to none."""
    find_episode = registry.subject_of(about).episode if about else None
    if about is None or find_episode is None:
        return True
    episode = find_episode(about)
    return episode is not None and episode.pk in episodes


def _told(message: OutboundMessage) -> Told:
    is_call = message.channel == Channel.PHONE and message.state == MessageState.SENT
    came_to = _("A colleague was asked to call") if is_call else str(CAME_TO[MessageState(message.state)])
    subject = str(message_kinds.kind(message.kind).subject)
    return Told(message.sent_at or message.not_before, subject, message.get_channel_display(), came_to)
