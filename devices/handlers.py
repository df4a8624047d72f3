"""What a kind of message brings with it, and the list where a topic finds what handles it.

A kind is one module of `devices/messages`, which holds a subclass of `Message`: its shape, its checks, what it stores,
whom it names, and how it is simulated. Everything else asks this list and knows no kind by name. The list and the
parsing are plain rules without a framework. The modules themselves are not: a check may ask the record, or act on it.
So they are declared here when Django is ready, and nothing below them imports them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from json import dumps
from typing import ClassVar, NamedTuple, Protocol, Self
from uuid import UUID

from devices import shapes
from devices.kinds import LONGEST_KIND, DeviceKind

# What a JSON object holds, not yet checked.
Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """What the checks of a message need of the device that sent it."""

    pk: int
    public_id: UUID
    kind: str
    site_id: int | None
    enabled: bool


class Wearers(Protocol):
    """Who wore which device when, and whether they agreed to it."""

    def wearer(self, device_id: int, at: datetime) -> int | None:
        """The key of the person who had the device then."""

    def agreed(self, person_id: int, at: datetime) -> bool:
        """Whether the person's agreement to wear a device was in force then."""


class Total(NamedTuple):
    """The reading that a message makes: what was counted from the moment that it occurred up to `ends_at`.

    Of one interval the higher `seq` stands. `worn` is the percent of the interval, None where unstated.
    """

    ends_at: datetime
    seq: int
    value: int
    worn: float | None


class Name(NamedTuple):
    """What a person is called in the messages of the devices at a site: the field, and the text in it."""

    site_id: int
    field: str
    text: str


class Export(NamedTuple):
    """The columns of a wearable's export of hours: whose, the clock on the wall, and the hour's total."""

    wearer: str
    clock: str
    total: str


@dataclass(frozen=True, slots=True)
class Burst:
    """What a simulated device says at one go. `about` is then known as said up to `until`."""

    device: UUID
    messages: list[Message]
    about: Hashable
    until: datetime


@dataclass(frozen=True, slots=True)
class Message(ABC):
    """A message that has the shape of its kind. All times are in UTC."""

    # The topic: `socialrx/v<version>/devices/<device id>/<kind>`.
    version: ClassVar[int] = 1
    kind: ClassVar[str]
    # A kind that no device sends has its shape, so that other messages are told from it, and the broker refuses it.
    sent_by: ClassVar[frozenset[DeviceKind]] = frozenset()
    # What the readings measure that its messages make; empty for a kind that makes none. Days count `days.METRIC`.
    metric: ClassVar[str] = ""
    export: ClassVar[Export | None] = None

    # Unique for the device.
    id: str
    # Grows on the device.
    seq: int

    @classmethod
    @abstractmethod
    def read(cls, body: Body) -> Self:
        """The message in a JSON object; `payloads.UnfitError` when the object has another shape."""

    @property
    @abstractmethod
    def occurred_at(self) -> datetime:
        """The moment that decides who wore the device, and the age of the message."""

    @property
    def latest_at(self) -> datetime:
        """The latest moment that the message speaks of."""
        return self.occurred_at

    def objection(self, device: KnownDevice, wearers: Wearers, now: datetime) -> str | None:
        """The kind's first reason against a new message, in the contract's order; the general checks come before.

        It may act on the record where only that can tell, as a scan does: the batch is one transaction.
        """
        return None

    def total(self) -> Total | None:
        """The reading that it makes, for a kind with a `metric`."""
        return None

    def follow_up(self, device: KnownDevice, now: datetime) -> None:  # noqa: B027  # most kinds do nothing else
        """Do what else a message brings about when it is stored: once for each, in the same transaction."""

    @classmethod
    def names_of(cls, person_id: int) -> Iterable[Name]:
        """What the person is called in messages. What their wearable sent while they had it is theirs without a name.

        The person's export and erasure find the messages by it.
        """
        return ()

    @classmethod
    def simulate(cls, devices: Collection[UUID], now: datetime, said: Mapping[Hashable, datetime]) -> Iterator[Burst]:
        """What the demo's devices say now, those of them that send this kind; `said` is what they said before."""
        yield from ()

    @classmethod
    def of_interval(cls, start: datetime, end: datetime, total: int, edition: datetime | None = None) -> Self:
        """The message about an interval of an `export`: equal for equal intervals, however often it is replayed.

        `edition` is the last moment that the whole export tells of: of two, the later one knows an interval better.
        """
        raise NotImplementedError(cls)

    @classmethod
    def schema(cls) -> dict[str, object]:
        """Its body on the wire as a JSON Schema, by its fields; what needs two fields to be judged is not in it."""
        return shapes.schema_of(cls, _names_of_fields(cls))

    def values(self) -> dict[str, object]:
        """Its fields as JSON has them, an absent one as None."""
        return {name: _plain(getattr(self, name)) for name in _names_of_fields(type(self))}

    def body(self) -> bytes:
        """The message as a device sends it."""
        return dumps({name: value for name, value in self.values().items() if value is not None}).encode()


Handler = type[Message]
_handlers: dict[tuple[int, str], tuple[Handler, ...]] = {}


def declare(handlers: Iterable[Handler]) -> None:
    """Add what handles messages. Several may share a topic, each for a form of its body."""
    for handler in handlers:
        if not (handler.kind.isalpha() and handler.kind.islower() and len(handler.kind) <= LONGEST_KIND):
            message = f"{handler.kind!r} is no name for a kind of message: up to {LONGEST_KIND} small letters"
            raise ValueError(message)
        if any(other.kind == handler.kind and bool(other.metric) != bool(handler.metric) for other in declared()):
            message = f"either all messages of the kind {handler.kind} make readings, or none"
            raise ValueError(message)
        topic = handler.version, handler.kind
        _handlers[topic] = (*_handlers.get(topic, ()), handler)


def declared() -> list[Handler]:
    """All that handle messages, or know their shape."""
    return [handler for of_one_topic in _handlers.values() for handler in of_one_topic]


def of_topic(version: int, kind: str) -> tuple[Handler, ...]:
    """What handles the messages of a topic; nothing for a topic that does not exist."""
    return _handlers.get((version, kind), ())


def sent_by(device_kind: str) -> list[Handler]:
    """What handles the messages that a kind of device sends."""
    return [handler for handler in declared() if device_kind in handler.sent_by]


def kinds_with_readings() -> list[str]:
    """The kinds whose messages make readings: of these, one whose reading no longer stands is superseded."""
    return sorted({handler.kind for handler in declared() if handler.metric})


@cache
def _names_of_fields(handler: Handler) -> tuple[str, ...]:
    return tuple(field.name for field in fields(handler))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value
