"""`alert`: a help button, a fall or a test. Nothing handles it yet; other messages are told from its shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from devices.handlers import Body, Message
from devices.payloads import read_count, read_instant, read_name, read_word_of, require_fields

FIELDS = frozenset({"id", "seq", "at", "kind"})
read_event = read_word_of("help", "fall", "test")


@dataclass(frozen=True, slots=True)
class Alert(Message):
    """What happened to somebody, as far as a device can tell."""

    kind = "alert"

    at: datetime
    event: str

    @classmethod
    def read(cls, body: Body) -> Self:
        """The event, and the moment with its offset."""
        require_fields(body, FIELDS)
        return cls(read_name(body["id"]), read_count(body["seq"]), read_instant(body["at"]), read_event(body["kind"]))

    @property
    def occurred_at(self) -> datetime:
        """When it happened."""
        return self.at


HANDLER = Alert
