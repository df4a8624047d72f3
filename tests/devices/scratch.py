"""Two made-up handlers: a kind of its own, and a second version of steps. No module of the product knows them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

import pytest

from devices import days, handlers
from devices.handlers import Body, Burst, Export, KnownDevice, Message, Name, Total, Wearers
from devices.kinds import DeviceKind, Reason
from devices.messages.steps import Steps
from devices.payloads import read_count, read_instant, read_name, require_fields

FIELDS = frozenset({"id", "seq", "from", "minutes", "count"})


@dataclass(frozen=True, slots=True)
class Treadmill(Message):
    """Steps on a treadmill, which knows its walkers by a card. Whoever walks a mile there is cheered."""

    kind = "treadmill"
    sent_by = frozenset({DeviceKind.WEARABLE, DeviceKind.READER})
    metric = days.METRIC
    export = Export(wearer="Card", clock="Hour", total="Strides")
    # The cards of people, by person's key, and whom it cheered.
    cards: ClassVar[dict[int, Name]] = {}
    cheered: ClassVar[list[str]] = []

    start: datetime
    minutes: int
    strides: int
    card: str

    @classmethod
    def read(cls, body: Body) -> Self:
        """The card is a word of its own."""
        require_fields(body, frozenset({"id", "seq", "start", "minutes", "strides", "card"}))
        return cls(
            read_name(body["id"]),
            read_count(body["seq"]),
            read_instant(body["start"]),
            read_count(body["minutes"]),
            read_count(body["strides"]),
            read_name(body["card"]),
        )

    @property
    def occurred_at(self) -> datetime:
        """The first step."""
        return self.start

    @property
    def latest_at(self) -> datetime:
        """The last step."""
        return self.start + timedelta(minutes=self.minutes)

    def objection(self, device: KnownDevice, wearers: Wearers, now: datetime) -> Reason | None:
        """Nobody runs for five hours."""
        return Reason.IMPLAUSIBLE if self.minutes > 300 else None

    def total(self) -> Total:
        """Its strides are steps."""
        return Total(self.latest_at, self.seq, self.strides, None)

    def follow_up(self, device: KnownDevice, now: datetime) -> None:
        """A cheer."""
        self.cheered.append(self.id)

    @classmethod
    def names_of(cls, person_id: int) -> Iterator[Name]:
        """The person's card."""
        return (name for person, name in cls.cards.items() if person == person_id)

    @classmethod
    def simulate(cls, devices: Collection[UUID], now: datetime, said: Mapping[Hashable, datetime]) -> Iterator[Burst]:
        """Every device once."""
        for device in devices:
            if device not in said:
                start = now - timedelta(minutes=30)
                yield Burst(device, [cls(f"t{now:%H%M}", 1, start, 20, 900, "C-1")], device, now)

    @classmethod
    def of_interval(cls, start: datetime, end: datetime, total: int, edition: datetime | None = None) -> Self:
        """The interval in minutes."""
        return cls(f"{start:%Y%m%dT%H}", 1, start, (end - start) // timedelta(minutes=1), total, "C-1")


@dataclass(frozen=True, slots=True)
class StepsV2(Steps):
    """Steps again, spelt otherwise: where they began, and for how many minutes."""

    version = 2

    @classmethod
    def read(cls, body: Body) -> Self:
        """The end follows from the minutes."""
        require_fields(body, FIELDS)
        start = read_instant(body["from"])
        end = start + timedelta(minutes=read_count(body["minutes"]))
        return cls(read_name(body["id"]), read_count(body["seq"]), start, end, read_count(body["count"]), None)


def declare_scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare both for as long as a test lasts."""
    monkeypatch.setattr(handlers, "_handlers", dict(handlers._handlers))
    monkeypatch.setattr(Treadmill, "cards", {})
    monkeypatch.setattr(Treadmill, "cheered", [])
    handlers.declare([Treadmill, StepsV2])
