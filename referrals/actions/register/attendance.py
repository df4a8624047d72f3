"""Attendance: one row for a person and a session, from the register or from the reader at the door."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from referrals.actions.work import moves
from referrals.kit import audit, weeks
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Attendance, OnwardReferral, Session
from referrals.selectors.register import sessions
from referrals.states import OnwardStatus


@transaction.atomic
def complete_register(*, session: Session, by: Actor, now: datetime) -> Session:
    """Say that the register is complete; figures show how many are."""
    check(by, Permission.MARK_REGISTER)
    require_markable(session, now)
    Session.objects.filter(pk=session.pk).update(marked_at=now, version=F("version") + 1)
    session.refresh_from_db()
    audit.record(by=by, did="register.completed", to=session)
    weeks.mark([local_day(session.starts_at)])
    return session


@transaction.atomic
def mark_all(
    *, session: Session, marks: Mapping[int, str], by: Actor, now: datetime, walk_ins: int | None = None
) -> Session:
    """Mark the people expected (onward referral id to status) and declare the register complete."""
    mark_some(session=session, marks=marks, walk_ins=walk_ins, by=by, now=now)
    return complete_register(session=session, by=by, now=now)


@transaction.atomic
def mark_some(
    *, session: Session, marks: Mapping[int, str], by: Actor, now: datetime, walk_ins: int | None = None
) -> int:
    """Mark some of the people expected, or count walk-ins; how many are not marked yet.

    Marking again corrects the row; a scan at the door stays the source. Of the last two marks one sees the other, for
    the session is held.
    """
    check(by, Permission.MARK_REGISTER)
    locked = held(session, now)
    expected = sessions.expected(session).select_related("episode")
    for onward_referral in expected.filter(pk__in=marks):
        status = marks[onward_referral.pk]
        write(session=session, onward_referral=onward_referral, status=status, source="register", by=by, now=now)
    if walk_ins is not None and walk_ins != locked.walk_ins:
        Session.objects.filter(pk=session.pk).update(walk_ins=walk_ins, version=F("version") + 1)
        audit.record(by=by, did="session.walk_ins_counted", to=session, walk_ins=walk_ins)
    return expected.exclude(episode__person__in=session.attendances.values("person")).count()


@transaction.atomic
def tap(*, session: Session, marks: Mapping[int, str], by: Actor, now: datetime, walk_ins: int | None = None) -> int:
    """Save one tap on the register by itself; with the last person marked it is complete. How many are left."""
    left = mark_some(session=session, marks=marks, walk_ins=walk_ins, by=by, now=now)
    if marks and not left and not Session.objects.filter(pk=session.pk, marked_at__isnull=False).exists():
        complete_register(session=session, by=by, now=now)
    return left


def not_expected() -> Refusal:
    """The refusal of someone without a place at the session's service."""
    return Refusal("not-expected", _("This person is not expected at this session."))


def require_markable(session: Session, now: datetime) -> None:
    """A register is marked from the day of the session on, and never for a cancelled one."""
    if session.cancelled_at:
        raise Refusal("session-cancelled", _("This session was cancelled."))
    if local_day(session.starts_at) > local_day(now):
        raise Refusal("too-early", _("The register opens on the day of the session."))


def held(session: Session, now: datetime) -> Session:
    """The session as it is now, held until the mark stands: nobody cancels it meanwhile."""
    locked = Session.objects.select_for_update().get(pk=session.pk)
    require_markable(locked, now)
    return locked


def write(
    *, session: Session, onward_referral: OnwardReferral, status: str, source: str, by: Actor, now: datetime
) -> Attendance:
    """Write the row of somebody expected at a session that the caller holds; `now` is the moment of the mark."""
    _hold(onward_referral)
    person_id = onward_referral.episode.person_id
    # The service's clock, not the marking's: figures count the day someone came, whenever it was written down.
    attendance, created = Attendance.objects.select_for_update().get_or_create(
        session=session,
        person_id=person_id,
        defaults={
            "onward_referral": onward_referral,
            "status": status,
            "source": source,
            "occurred_at": session.starts_at,
        },
    )
    if not created and attendance.status == status:
        return attendance
    if not created:
        Attendance.objects.filter(pk=attendance.pk).update(status=status, version=F("version") + 1)
        attendance.refresh_from_db()
    if status == "attended" and onward_referral.status == OnwardStatus.ACCEPTED:
        moves.onward(record=onward_referral, event="start", by=by, now=now)
    audit.record(by=by, did="attendance.marked", to=attendance, person_id=person_id, status=status, source=source)
    weeks.mark(local_day(moment) for moment in (session.starts_at, *_first_other(attendance)))
    return attendance


def _hold(onward_referral: OnwardReferral) -> None:
    """Lock the place and read how it is now: nobody comes to one that is being ended at the same moment."""
    places = OnwardReferral.objects.taking_a_place().select_for_update()
    try:
        onward_referral.refresh_from_db(fields=["status", "version"], from_queryset=places)
    except OnwardReferral.DoesNotExist:
        raise not_expected() from None


def _first_other(attendance: Attendance) -> QuerySet[Attendance, datetime]:
    """When the person first came otherwise: which session was the first, a figure too, may have changed."""
    others = Attendance.objects.filter(onward_referral=attendance.onward_referral_id, status="attended")
    return others.exclude(pk=attendance.pk).order_by("occurred_at").values_list("occurred_at", flat=True)[:1]
