"""A session that does not take place: whoever has a place is told, and nobody is reminded of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.messages import messages
from referrals.actions.services.services import check_keeps
from referrals.kit import audit, weeks
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.refusal import Refusal
from referrals.models import Session
from referrals.selectors.register import sessions


@transaction.atomic
def cancel(*, session: Session, reason: str, by: Actor, now: datetime) -> Session:
    """Cancel one session; one that should have been held already may be, for its register stays empty.

    Refusals: not-yours; cancelled-already; register-begun. The row is the lock that a register is marked under.
    """
    locked = Session.objects.select_for_update(of=("self",)).select_related("service").get(pk=session.pk)
    check_keeps(by, locked.service.organisation_id)
    _refuse(locked)
    columns = {"cancelled_at": now, "cancelled_because": reason}
    Session.objects.filter(pk=locked.pk).update(version=F("version") + 1, **columns)
    locked.refresh_from_db()
    audit.record(by=by, did="session.cancelled", to=locked, reason=reason)
    weeks.mark([local_day(locked.starts_at)])
    messages.overtake(about=locked)
    if locked.starts_at > now:
        for place in sessions.one_place_each(locked):
            messages.tell_person(about=place, kind="session_cancelled", session=locked, by=by, now=now)
    return locked


def _refuse(session: Session) -> None:
    if session.cancelled_at:
        raise Refusal("cancelled-already", _("This session is cancelled already."))
    if session.marked_at or session.attendances.exists():
        raise Refusal("register-begun", _("This session was held: its register has been marked."))
