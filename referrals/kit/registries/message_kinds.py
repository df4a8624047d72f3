"""What kinds of message there are: each app declares its own in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from referrals.models import OutboundMessage


def is_never_overtaken(_message: OutboundMessage) -> bool:
    """What it tells stays true."""
    return False


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One kind of message. Its words are `templates/messages/<name>.txt`, made when it goes out.

    The subject and the words name no person and no health matter: they may be read on a locked screen, and
    `page` is where its reader signs in and sees the rest. A message to a person needs their agreements `needs`, when it
    is queued and again when it is sent; its words as a text message are `templates/messages/<name>.sms.txt`.
    One that `asks` about an onward referral carries a link by which its reader answers without an account.
    What is `soon` over goes by no letter while there is another way.
    `to` finds the address of one that goes to somebody at work, neither to an organisation's address nor to a person.
    `is_overtaken` says, when it is sent, whether what it tells of has changed since: then it does not go out.
    """

    name: str
    subject: Promise
    page: str
    needs: tuple[str, ...] = ()
    asks: bool = False
    soon: bool = False
    is_overtaken: Callable[[OutboundMessage], bool] = is_never_overtaken
    to: Callable[[OutboundMessage], str] | None = None


_kinds: dict[str, MessageKind] = {}


def declare(kinds: Iterable[MessageKind]) -> None:
    """Add kinds; two of one name are a mistake."""
    for kind in kinds:
        if kind.name in _kinds:
            message = f"two kinds of message are called {kind.name}"
            raise ValueError(message)
        _kinds[kind.name] = kind


def kind(name: str) -> MessageKind:
    """The kind with a name; a KeyError for one that nobody declared."""
    return _kinds[name]


def kinds() -> list[MessageKind]:
    """Every declared kind."""
    return list(_kinds.values())
