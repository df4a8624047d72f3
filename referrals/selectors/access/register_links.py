"""Links by which a volunteer opens one session's register without an account, on the day of the session."""

from datetime import datetime

from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import ActorKind, Permission, Role
from referrals.models import RegisterLink, Session
from referrals.selectors.access.answer_links import digest


def find(token: str, now: datetime) -> RegisterLink | None:
    """The link with a token, if it opens now: not taken back, its day, its session held, its provider there."""
    links = RegisterLink.objects.select_related("session__service__organisation")
    link = links.filter(digest=digest(token), revoked_at=None, session__cancelled_at=None).first()
    return link if link and _is_its_day(link.session, now) else None


def _is_its_day(session: Session, now: datetime) -> bool:
    today, ends = local_day(now), session.service.organisation.valid_to
    return local_day(session.starts_at) == today and (ends is None or ends > today)


def open_link(session: Session) -> RegisterLink | None:
    """The session's link that was not taken back, or None."""
    return session.register_links.filter(revoked_at=None).first()


def actor_of(link: RegisterLink) -> Actor:
    """Whoever opens the link acts for the provider that made it."""
    organisation_id = link.session.service.organisation_id
    return Actor(
        kind=ActorKind.LINK,
        role=Role.PROVIDER,
        organisation_id=organisation_id,
        link_for=Permission.MARK_REGISTER,
    )
