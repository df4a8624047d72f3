"""Letters that a team has to print and post."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from referrals.channels import LETTER
from referrals.kit.actor import Actor
from referrals.kit.registries import message_kinds
from referrals.models import Agreement, Episode, OutboundMessage, Person, PersonAddress
from referrals.selectors.messages import messages, reach

# In one go; the next ones come up as these are posted.
AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter as it is printed; `address` line by line."""

    message: OutboundMessage
    address: tuple[str, ...]
    subject: str
    words: str
    is_large: bool


def waiting(by: Actor, now: datetime) -> QuerySet[OutboundMessage]:
    """The letters of the actor's team that may go out, the oldest first."""
    team = Q(appointment__episode__team=by.organisation_id) | Q(referral__episode__team=by.organisation_id)
    team |= Q(onward_referral__episode__team=by.organisation_id)
    supported = Episode.objects.open().filter(person=OuterRef("to_person"), team=by.organisation_id)
    team |= Q(Exists(supported), subject_kind__isnull=False)
    agreed = Agreement.objects.filter(person=OuterRef("to_person"), purpose="get_messages", withdrawn_at=None)
    is_true = Q(appointment=None) | Q(appointment__starts_at__gt=now)
    is_true &= Q(session=None) | Q(session__starts_at__gt=now)
    found = OutboundMessage.objects.filter(
        Exists(agreed),
        Exists(_safe_addresses().filter(person=OuterRef("to_person"))),
        team & is_true,
        channel=LETTER,
        state="waiting",
        to_person__died_on=None,
        to_person__in=Person.objects.visible_to(by),
    )
    return found.order_by("not_before", "pk")


def listed(by: Actor, now: datetime) -> list[PrintedLetter]:
    """The next letters, with everything that stands on them."""
    addresses = Prefetch("to_person__addresses", _safe_addresses(), to_attr="safe_addresses")
    found = waiting(by, now).select_related(
        "to_person",
        "appointment__episode__team",
        "referral__episode__team",
        "onward_referral__episode__team",
    )
    return [_printed(message) for message in found.prefetch_related(addresses)[:AT_ONCE]]


def get(by: Actor, public_id: UUID, now: datetime) -> OutboundMessage | None:
    """One letter, if it may go out."""
    return waiting(by, now).filter(public_id=public_id).first()


def unposted() -> QuerySet[OutboundMessage]:
    """Every letter that still waits, of any team."""
    return OutboundMessage.objects.filter(channel=LETTER, state="waiting")


def _safe_addresses() -> QuerySet[PersonAddress]:
    return PersonAddress.objects.filter(valid_to=None, safe_to_write=True).exclude(lines="").exclude(postcode=None)


def _printed(message: OutboundMessage) -> PrintedLetter:
    person = message.to_person
    address = vars(person)["safe_addresses"][0]
    return PrintedLetter(
        message=message,
        address=reach.postal(person, address) if person else (),
        subject=str(message_kinds.kind(message.kind).subject),
        words=messages.words(message),
        is_large=bool(person and reach.needs_large_print(person)),
    )
