"""`status`: a device's battery and firmware, as its page shows them. The newest by the device's clock stands."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Self
from uuid import UUID

from devices.actions import statuses
from devices.actions.statuses import Reported
from devices.handlers import Body, Burst, KnownDevice, Message
from devices.kinds import DeviceKind
from devices.payloads import read_count, read_instant, read_name, read_percent, require_fields
from devices.selectors import simulation
from devices.shapes import Percent

FIELDS = frozenset({"id", "seq", "at", "battery", "firmware"})
# A simulated wearable says so often how it is, and is charged after so long, at a quarter.
REPORT_EVERY, LASTS = timedelta(hours=6), timedelta(days=8)
FULL, WHEN_CHARGED = 100, 25


@dataclass(frozen=True, slots=True)
class Status(Message):
    """How a device is. `battery` is a percent."""

    kind = "status"
    sent_by = frozenset(DeviceKind)

    at: datetime
    battery: Percent
    firmware: str

    @classmethod
    def read(cls, body: Body) -> Self:
        """The battery and the firmware, and the moment with its offset."""
        require_fields(body, FIELDS)
        return cls(
            read_name(body["id"]),
            read_count(body["seq"]),
            read_instant(body["at"]),
            read_percent(body["battery"]),
            read_name(body["firmware"]),
        )

    @property
    def occurred_at(self) -> datetime:
        """When the device was so."""
        return self.at

    def follow_up(self, device: KnownDevice, now: datetime) -> None:
        """The device's page shows it."""
        status = Reported(self.battery, self.firmware, self.at, self.seq)
        statuses.keep(device_id=device.pk, status=status, now=now)

    @classmethod
    def simulate(cls, devices: Collection[UUID], now: datetime, said: Mapping[Hashable, datetime]) -> Iterator[Burst]:
        """Every wearable on loan, four times a day."""
        at = datetime.fromtimestamp(now.timestamp() // REPORT_EVERY.total_seconds() * REPORT_EVERY.total_seconds(), UTC)
        for wrist in simulation.wrists(devices):
            if said.get(wrist.device) != at:
                yield Burst(wrist.device, [cls._simulated(wrist.device, at)], wrist.device, at)

    @classmethod
    def _simulated(cls, device: UUID, at: datetime) -> Self:
        """The same device and time give the same charge, so sending again changes nothing."""
        charged_at = Random(str(device)).random()  # noqa: S311  # a charge is no secret
        used = (at.timestamp() / LASTS.total_seconds() + charged_at) % 1
        return cls(f"s{at:%Y%m%d%H}", int(at.timestamp()), at, round(FULL - used * (FULL - WHEN_CHARGED)), "demo")


HANDLER = Status
