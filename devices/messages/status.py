"""`status`: a device's battery and firmware. Nothing handles it yet; other messages are told from its shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from devices.handlers import Body, Message
from devices.payloads import read_count, read_instant, read_name, read_percent, require_fields

FIELDS = frozenset({"id", "seq", "at", "battery", "firmware"})


@dataclass(frozen=True, slots=True)
class Status(Message):
    """How a device is. `battery` is a percent."""

    kind = "status"

    at: datetime
    battery: float
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


HANDLER = Status
