"""`alert`: a help button, a fall or a test. It is put to a named human, who answers or the next one is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from json import dumps
from typing import Annotated, Self

from devices.actions import alerts
from devices.handlers import Body, KnownDevice, Message, Wearers
from devices.kinds import DeviceKind, Reason
from devices.payloads import read_count, read_instant, read_name, read_word_of, require_fields
from devices.shapes import Called, OneOf
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind

FIELDS = frozenset({"id", "seq", "at", "kind"})
EVENTS = ("help", "fall", "test")
read_event = read_word_of(*EVENTS)


@dataclass(frozen=True, slots=True)
class Alert(Message):
    """What happened to somebody, as far as a device can tell."""

    kind = "alert"
    sent_by = frozenset({DeviceKind.WEARABLE})

    at: datetime
    event: Annotated[str, Called("kind"), OneOf(EVENTS)]

    @classmethod
    def read(cls, body: Body) -> Self:
        """The event, and the moment with its offset."""
        require_fields(body, FIELDS)
        return cls(read_name(body["id"]), read_count(body["seq"]), read_instant(body["at"]), read_event(body["kind"]))

    @property
    def occurred_at(self) -> datetime:
        """When it happened."""
        return self.at

    def objection(self, device: KnownDevice, wearers: Wearers, now: datetime) -> Reason | None:
        """`not-assigned`. Agreement is not asked for: whoever took back that steps are kept may still need help."""
        return Reason.NOT_ASSIGNED if wearers.wearer(device.pk, self.at) is None else None

    def follow_up(self, device: KnownDevice, now: datetime) -> None:
        """Somebody is asked to answer, in the same transaction."""
        by = Actor(kind=ActorKind.DEVICE, device_id=device.public_id)
        alerts.raise_alert(device_id=device.pk, event=self.event, at=self.at, by=by, now=now)

    def body(self) -> bytes:
        """On the wire the event is called `kind`."""
        return dumps({"id": self.id, "seq": self.seq, "at": self.values()["at"], "kind": self.event}).encode()


HANDLER = Alert
