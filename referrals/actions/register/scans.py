"""Scans at the door: a tag shown to a reader proves attendance at its session, at its time; else a human is asked."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals import tags
from referrals.actions.register import attendance
from referrals.actions.services.services import check_keeps
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Attendance, OnwardReferral, Session, StrayScan, Tag
from referrals.selectors.register import sessions


@transaction.atomic
def scan(*, session_code: str, tag_code: str, at: datetime, organisation_id: int, by: Actor) -> Attendance | None:
    """A tag shown to a reader of the organisation. Refusals: unknown-session, unknown-tag, not-expected.

    None at another time than the session's: it marks nobody, and is kept for the provider unless the person is marked
    as come already. The session is held like the register's: one that is being cancelled is waited for, and then
    unknown.
    """
    check(by, Permission.MARK_REGISTER)
    session = _session(session_code, organisation_id)
    tag = (
        Tag.objects.filter(code__iexact=tags.spelled(tag_code), service=session.service_id, issued_at__lte=at)
        .exclude(returned_at__lte=at)
        .first()
    )
    if tag is None:
        raise Refusal("unknown-tag", _("This tag was not issued for this service."))
    place = _place(session, tag.person_id)
    if not is_of(session, at):
        _keep(session=session, person_id=tag.person_id, at=at, by=by)
        return None
    return attendance.write(session=session, onward_referral=place, status="attended", source="reader", by=by, now=at)


def is_of(session: Session, at: datetime) -> bool:
    """Whether a scan at that moment counts for the session."""
    grace = session.service.scan_grace
    return tags.counts_at(at, starts_at=session.starts_at, ends_at=session.ends_at, grace=grace)


@transaction.atomic
def settle(*, stray: StrayScan, session: Session | None, by: Actor, now: datetime) -> None:
    """The provider says which session of the service the person came to, or that the scan counts for none.

    Refusals: not-yours, settled-already, another-service, too-early, session-cancelled, not-expected.
    """
    check(by, Permission.MARK_REGISTER)
    locked = StrayScan.objects.select_for_update(of=("self",)).select_related("session__service").get(pk=stray.pk)
    check_keeps(by, locked.session.service.organisation_id)
    if locked.settled_at:
        raise Refusal("settled-already", _("Somebody has said already what this scan was."))
    if session:
        _count(locked, session, by, now)
    rows = StrayScan.objects.filter(pk=locked.pk)
    rows.update(settled_at=now, counted_for=session, version=F("version") + 1)
    audit.record(by=by, did="scan.settled", to=locked, person_id=locked.person_id, counts=session is not None)


def _count(stray: StrayScan, session: Session, by: Actor, now: datetime) -> None:
    if session.service_id != stray.session.service_id:
        raise Refusal("another-service", _("This session is another service's."))
    held = attendance.held(session, now)
    place = _place(held, stray.person_id)
    attendance.write(session=held, onward_referral=place, status="attended", source="reader", by=by, now=now)


def _session(code: str, organisation_id: int) -> Session:
    there = Session.objects.select_for_update(of=("self",)).filter(service__organisation=organisation_id)
    named = there.filter(code__iexact=tags.spelled(code), cancelled_at=None).select_related("service")
    session = named.order_by("code").first()
    if session is None:
        raise Refusal("unknown-session", _("There is no such session here."))
    return session


def _place(session: Session, person_id: int) -> OnwardReferral:
    place = sessions.expected(session).filter(episode__person=person_id).first()
    if place is None:
        raise attendance.not_expected()
    return place


def _keep(*, session: Session, person_id: int, at: datetime, by: Actor) -> None:
    """Once, however often the reader sends it."""
    if session.attendances.filter(person=person_id, status="attended").exists():
        return
    stray, is_new = StrayScan.objects.get_or_create(session=session, person_id=person_id, scanned_at=at)
    if is_new:
        audit.record(by=by, did="scan.kept", to=stray, person_id=person_id)
