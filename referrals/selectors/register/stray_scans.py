"""Tags that were shown at another time than their session's, until the provider has said what they were."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from referrals import tags
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.models import Session, StrayScan

AROUND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Question:
    """A scan, who it was, and the sessions that they may have come to: the one of that time, the one it named."""

    stray: StrayScan
    name: str
    sessions: list[Session]


def waiting(by: Actor) -> QuerySet[StrayScan]:
    """Those that nobody has settled, the oldest first."""
    rows = StrayScan.objects.visible_to(by).waiting()
    return rows.select_related("person", "session__service")


def get(by: Actor, public_id: UUID) -> StrayScan | None:
    """One of them, or None."""
    return waiting(by).filter(public_id=public_id).first()


def questions(scans: list[StrayScan], now: datetime) -> list[Question]:
    """The scans with what may be answered to each."""
    held = _held_around(scans)
    return [Question(stray, stray.person.full_name, _sessions_for(stray, held, now)) for stray in scans]


def _held_around(scans: list[StrayScan]) -> list[Session]:
    if not scans:
        return []
    moments = [stray.scanned_at for stray in scans]
    return list(
        Session.objects.filter(
            service__in={stray.session.service_id for stray in scans},
            starts_at__range=(min(moments) - AROUND, max(moments) + AROUND),
            cancelled_at=None,
        )
        .select_related("service")
        .order_by("starts_at")
    )


def _sessions_for(stray: StrayScan, held: list[Session], now: datetime) -> list[Session]:
    """The service's sessions at the time of the scan, and the named one once its register is open."""
    meant = [session for session in held if session.service_id == stray.session.service_id and _is_at(session, stray)]
    named = stray.session
    is_open = named.cancelled_at is None and local_day(named.starts_at) <= local_day(now)
    return [*meant, *([named] if is_open and named not in meant else [])]


def _is_at(session: Session, stray: StrayScan) -> bool:
    grace = session.service.scan_grace
    return tags.counts_at(stray.scanned_at, starts_at=session.starts_at, ends_at=session.ends_at, grace=grace)
