"""Links in mail by which people say how a session was: whose they are, and whether they still open."""

from datetime import datetime

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Permission, Role
from referrals.models import FeedbackLink
from referrals.selectors.access.answer_links import digest


def find(token: str) -> FeedbackLink | None:
    """The link with a token, open or not."""
    links = FeedbackLink.objects.select_related("attendance__session__service", "attendance__person")
    return links.filter(digest=digest(token)).first()


def actor_of(link: FeedbackLink) -> Actor:
    """Whoever opens the link is taken for the person, and may do nothing but this."""
    person_id = link.attendance.person_id
    return Actor(kind=ActorKind.LINK, role=Role.PERSON, person_id=person_id, link_for=Permission.GIVE_FEEDBACK)


def is_open(link: FeedbackLink, now: datetime) -> bool:
    """Whether it may still be used: not used, not expired, none newer, and nobody asked to be forgotten."""
    return (
        link.is_unspent(now)
        and link.attendance.person.restricted_at is None
        and not link.attendance.feedback_links.filter(pk__gt=link.pk).exists()
    )
