"""Making and taking back the link by which a volunteer keeps a session's register for its day."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.randomness import new_secret
from referrals.kit.refusal import Refusal
from referrals.models import RegisterLink, Session
from referrals.selectors.access import answer_links


@transaction.atomic
def make(*, session: Session, by: Actor, now: datetime) -> str:
    """The token of a new link, which is kept nowhere: it is shown once. The session's earlier link closes.

    Refusals: session-cancelled, session-over.
    """
    check(by, Permission.KEEP_SERVICES)
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.cancelled_at:
        raise Refusal("session-cancelled", _("This session was cancelled."))
    if local_day(locked.starts_at) < local_day(now):
        raise Refusal("session-over", _("The day of this session is over."))
    revoke(session=locked, by=by, now=now)
    token = new_secret()
    link = RegisterLink.objects.create(session=locked, digest=answer_links.digest(token), made_at=now)
    audit.record(by=by, did="register_link.made", to=link)
    return token


@transaction.atomic
def revoke(*, session: Session, by: Actor, now: datetime) -> None:
    """Close a session's link, if it has one."""
    check(by, Permission.KEEP_SERVICES)
    for link in session.register_links.select_for_update().filter(revoked_at=None):
        RegisterLink.objects.filter(pk=link.pk).update(revoked_at=now)
        audit.record(by=by, did="register_link.revoked", to=link)


def record_opening(*, link: RegisterLink, by: Actor) -> None:
    """Somebody opened the register by the link, or marked by it: which link it was."""
    audit.record(by=by, did="register_link.opened", to=link)
