"""`attendance`: a tag held to a reader at a session. It makes the row of the register, so it makes no reading."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from devices.handlers import Body, Burst, KnownDevice, Message, Name, Wearers
from devices.kinds import DeviceKind, Reason
from devices.payloads import read_count, read_instant, read_name, require_fields
from devices.selectors import simulation
from referrals import tags
from referrals.actions.register import scans
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind
from referrals.kit.refusal import Refusal
from referrals.models import Tag

FIELDS = frozenset({"id", "seq", "session", "tag", "at"})


def read_code(value: object) -> str:
    """A code without what readers add: small letters, and white space or line ends around it."""
    return read_name(tags.spelled(read_name(value)))


@dataclass(frozen=True, slots=True)
class Attendance(Message):
    """A tag held to a reader at a session."""

    kind = "attendance"
    sent_by = frozenset({DeviceKind.READER})

    session: str
    tag: str
    at: datetime

    @classmethod
    def read(cls, body: Body) -> Self:
        """The session's code, the tag's code (however the reader spells them), and the moment with its offset."""
        require_fields(body, FIELDS)
        return cls(
            read_name(body["id"]),
            read_count(body["seq"]),
            read_code(body["session"]),
            read_code(body["tag"]),
            read_instant(body["at"]),
        )

    @property
    def occurred_at(self) -> datetime:
        """The scan."""
        return self.at

    def objection(self, device: KnownDevice, wearers: Wearers, now: datetime) -> Reason | None:
        """`unknown-session`, `unknown-tag`, `not-expected`, `not-now`; else the register shows the person.

        What comes at another time than the session's is kept for the provider to settle. The reader acts. A scan that
        another consumer stores at the same time is marked twice, which changes nothing.
        """
        reader = Actor(kind=ActorKind.DEVICE, device_id=device.public_id, organisation_id=device.site_id)
        try:
            scan = scans.scan(
                session_code=self.session,
                tag_code=self.tag,
                at=self.at,
                organisation_id=device.site_id or 0,
                by=reader,
            )
        except Refusal as refusal:
            # Any other refusal means that the record moved on meanwhile: the person is no longer expected.
            return Reason(refusal.code) if refusal.code in set(Reason) else Reason.NOT_EXPECTED
        return Reason.NOT_NOW if scan is None else None

    @classmethod
    def names_of(cls, person_id: int) -> Iterator[Name]:
        """The person's tags, at the places where they open something."""
        carried = Tag.objects.filter(person=person_id).values_list("service__organisation", "code")
        return (Name(site, "tag", tags.spelled(code)) for site, code in carried.distinct())

    @classmethod
    def simulate(cls, devices: Collection[UUID], now: datetime, said: Mapping[Hashable, datetime]) -> Iterator[Burst]:
        """One more person comes to each session that runs."""
        for door in simulation.doors(devices, now):
            waiting = [tag for tag in door.tags if (door.session, tag) not in said]
            for tag in waiting[:1]:
                name, at = f"{tag}-{now:%Y%m%d%H%M%S}", now.replace(microsecond=0)
                scan = cls(name, int(now.timestamp()), door.session, tag, at)
                yield Burst(door.reader, [scan], (door.session, tag), now)


HANDLER = Attendance
