"""What the demo's simulated devices need to know of the world."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from devices.models import Device, Loan, Reading
from referrals.models import Attendance, Session, Tag
from referrals.selectors.register import sessions


@dataclass(frozen=True, slots=True)
class Wrist:
    """A wearable with somebody, and until when it has reported."""

    device: UUID
    lent_at: datetime
    reported_until: datetime | None


@dataclass(frozen=True, slots=True)
class Door:
    """A reader at a session that runs, and the tags of those who are expected and have not come yet."""

    reader: UUID
    session: str
    tags: list[str]


def wrists(devices: Collection[UUID]) -> list[Wrist]:
    """Those of the devices that are on loan and in use."""
    loans = Loan.objects.running().filter(device__public_id__in=devices, device__disabled_at=None)
    lent = list(loans.values_list("device", "device__public_id", "starts_at"))
    newest = Reading.objects.filter(device__in=[key for key, _, _ in lent]).values_list("device")
    reported = dict(newest.annotate(until=Max("ends_at")))
    return [Wrist(device, lent_at, reported.get(key)) for key, device, lent_at in lent]


def doors(devices: Collection[UUID], now: datetime) -> Iterator[Door]:
    """Those of the devices that stand where a session runs now."""
    for reader in Device.objects.enabled().filter(public_id__in=devices, kind="reader"):
        running = Session.objects.filter(
            service__organisation=reader.site_id, starts_at__lte=now, ends_at__gt=now, cancelled_at=None
        )
        for session in running:
            yield Door(reader.public_id, session.code, _tags(session))


def _tags(session: Session) -> list[str]:
    people = sessions.expected(session).values("episode__person")
    came = Attendance.objects.filter(session=session).values("person")
    tags = Tag.objects.filter(service=session.service_id, person__in=people, returned_at=None)
    return list(tags.exclude(person__in=came).order_by("pk").values_list("code", flat=True))
