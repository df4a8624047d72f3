"""What kinds of message there are: each app declares its own in `AppConfig.ready`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One kind of message. Its words are `templates/messages/<name>.txt`, made when it goes out.

    The subject and the words name no person and no health matter: they may be read on a locked screen, and
    `page` is where its reader signs in and sees the rest. A message to a person needs their agreement `needs`.
    One that `asks` about an onward referral carries a link by which its reader answers without an account.
    What is `soon` over goes by no letter while there is another way.
    """

    name: str
    subject: Promise
    page: str
    needs: str = ""
    asks: bool = False
    soon: bool = False


_kinds: dict[str, MessageKind] = {}


def declare(kinds: Iterable[MessageKind]) -> None:
    """Add kinds."""
    _kinds.update({kind.name: kind for kind in kinds})


def kind(name: str) -> MessageKind:
    """The kind with a name; a KeyError for one that nobody declared."""
    return _kinds[name]


def kinds() -> list[MessageKind]:
    """Every declared kind."""
    return list(_kinds.values())
