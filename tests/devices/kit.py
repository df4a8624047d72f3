"""A wearable on loan, a reader at the door, and messages from both."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from devices import topics
from devices.actions import devices, ingest, loans
from devices.kinds import DeviceKind
from devices.messages.attendance import Attendance
from devices.messages.steps import Steps
from devices.models import Device, Loan, PersonDay, Rejected
from devices.payloads import Received
from referrals.actions.people import agreements
from referrals.actions.services import services
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.models import Session, Tag
from tests.support.world import World


@dataclass(frozen=True, slots=True)
class Kit:
    """Our side's wearable has been with our person for 30 days, with their agreement."""

    world: World
    wearable: Device
    loan: Loan
    reader: Device
    session: Session
    tag: Tag

    @property
    def now(self) -> datetime:
        return self.world.now

    def hour(self, days_ago: int, hour: int) -> datetime:
        """An hour in UTC of London's day some days ago: soon after midnight in summer the day in UTC is another."""
        return datetime.combine(local_day(self.now) - timedelta(days=days_ago), time(hour), UTC)

    def store(self, *messages: Received) -> Counter[str]:
        return ingest.store(batch=messages, now=self.now)

    def steps(self, *, device: UUID | None = None, received_at: datetime | None = None, **fields: Any) -> Received:
        """1,234 steps from nine to ten three days ago, unless the fields say otherwise."""
        body = {"id": "m1", "seq": 1, "start": self.hour(3, 9), "end": self.hour(3, 10), "steps": 1234} | fields
        return self.message(device or self.wearable.public_id, Steps.kind, body, received_at)

    def scan(self, **fields: Any) -> Received:
        """Our person's tag at our session, ten minutes after it began, unless the fields say otherwise."""
        at = self.session.starts_at + timedelta(minutes=10)
        body = {"id": "s1", "seq": 1, "session": self.session.code, "tag": self.tag.code, "at": at} | fields
        return self.message(self.reader.public_id, Attendance.kind, body)

    def message(
        self,
        device: UUID,
        kind: str,
        body: dict[str, object],
        received_at: datetime | None = None,
        version: int = 1,
    ) -> Received:
        text = json.dumps(body, default=lambda moment: moment.isoformat())
        topic = topics.topic_of(device, kind, version)
        return Received(topic, text.encode(), retained=False, received_at=received_at or self.now)


def build(world: World) -> Kit:
    ours = world.ours
    manager, link_worker, provider = (ours.actor(role) for role in (Role.MANAGER, Role.LINK_WORKER, Role.PROVIDER))
    wearable = wearable_of(world)
    lent = world.now - timedelta(days=30)
    agreements.give(person=ours.person, purpose="wear_device", by=link_worker, now=lent)
    loan = loans.lend(device=wearable, person=ours.person, by=link_worker, now=world.now, starts_at=lent)
    reader, _secret = devices.register(
        organisation=ours.team, kind=DeviceKind.READER, label="Park gate", site=ours.provider, by=manager
    )
    began = world.now - timedelta(hours=2)
    session = services.schedule(
        service=ours.service, code="WALK-0412", starts_at=began, ends_at=began + timedelta(hours=1), by=provider
    )
    tag = Tag.objects.create(
        code="T-77F2", person=ours.person, service=ours.service, issued_at=world.now - timedelta(days=5)
    )
    return Kit(world, wearable, loan, reader, session, tag)


def wearable_of(world: World, label: str = "Wristband 1") -> Device:
    """Another wearable of our team, on nobody's wrist."""
    manager = world.ours.actor(Role.MANAGER)
    device, _secret = devices.register(organisation=world.ours.team, kind=DeviceKind.WEARABLE, label=label, by=manager)
    return device


def reasons() -> list[str]:
    """Why messages were rejected, in the order of their arrival."""
    return list(Rejected.objects.order_by("pk").values_list("reason", flat=True))


def person_days() -> Iterable[tuple[object, ...]]:
    """Everybody's days: person, date, device, state, steps, worn."""
    return list(
        PersonDay.objects.order_by("person", "date").values_list("person", "date", "device", "state", "steps", "worn")
    )
