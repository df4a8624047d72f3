"""`status`: a device's battery and firmware, as its page shows them. The newest by the device's clock stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from devices.actions import statuses
from devices.actions.statuses import Reported
from devices.handlers import Body, KnownDevice, Message
from devices.kinds import DeviceKind
from devices.payloads import read_count, read_instant, read_name, read_percent, require_fields
from devices.shapes import Percent

FIELDS = frozenset({"id", "seq", "at", "battery", "firmware"})


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


HANDLER = Status
