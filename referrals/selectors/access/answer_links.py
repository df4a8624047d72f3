"""Links in mail by which a provider answers an offer: whose they are, and whether they still open.

A token has 192 random bits. Guessing one among all that were ever sent is hopeless at any rate, so nothing counts
attempts, and looking one up by its digest tells nobody who measures times how much of a guess was right.
"""

import hashlib
from datetime import datetime

from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import ActorKind, Permission, Role
from referrals.models import AnswerLink
from referrals.states import OnwardStatus


def digest(token: str) -> str:
    """The SHA-256 by which a token is known; enough for a secret that long (a password would need a slow hash)."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> AnswerLink | None:
    """The link with a token, open or not."""
    links = AnswerLink.objects.select_related("onward_referral__service__organisation")
    return links.filter(digest=digest(token)).first()


def actor_of(link: AnswerLink) -> Actor:
    """Whoever opens the link acts for the provider that it was mailed to."""
    organisation_id = link.onward_referral.service.organisation_id
    return Actor(
        kind=ActorKind.LINK,
        role=Role.PROVIDER,
        organisation_id=organisation_id,
        link_for=Permission.ANSWER_OFFER,
    )


def is_open(link: AnswerLink, now: datetime) -> bool:
    """Whether it may still be used: not used, not expired, none newer, the offer waits, and the provider goes on."""
    offer = link.onward_referral
    ends = offer.service.organisation.valid_to
    return (
        link.is_unspent(now)
        and offer.status == OnwardStatus.REQUESTED
        and (ends is None or ends > local_day(now))
        and not offer.answer_links.filter(pk__gt=link.pk).exists()
    )
