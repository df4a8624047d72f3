"""What all links in messages have in common: how one is made, and what is said of one that does not open."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.utils.translation import gettext as _

from referrals.kit.randomness import new_secret
from referrals.kit.refusal import Refusal
from referrals.models import Record, SingleUseLink
from referrals.selectors.access import answer_links

Link = TypeVar("Link", bound=SingleUseLink)
GONE = "link-gone"


def make(kind: type[Link], *, life: timedelta, now: datetime, **about: Record) -> tuple[Link, str]:
    """A new link and its token, which is kept nowhere: for the message that goes out in this very transaction."""
    token = new_secret()
    digest = answer_links.digest(token)
    return kind._default_manager.create(digest=digest, made_at=now, expires_at=now + life, **about), token


def gone() -> Refusal:
    """The refusal of a link that was used, has expired, or is about what is over."""
    return Refusal(GONE, _("This link does not open any more."))
