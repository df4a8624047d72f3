"""What the benchmark sends: hours of steps from wearables that are on loan and agreed to."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from devices import payloads, topics
from devices.actions import partitions, replay
from devices.kinds import Reason
from devices.messages.steps import Steps
from devices.models import Device
from devices.payloads import Received
from referrals.actions.organisation import organisations
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import day_starts, local_day

HOUR = timedelta(hours=1)
# What is sent lies in the past, however many batches are drawn.
DAYS = 360
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that nobody sent before, and the rows that storing them makes."""

    received: list[Received]
    messages: list[Row]
    readings: list[Row]


def lend(number: int, now: datetime) -> list[Device]:
    """Wearables in an empty database, each with an invented person since `DAYS` ago."""
    since = day_starts(local_day(now) - timedelta(days=DAYS))
    organisations.add(name="Benchmark", kind="team", valid_from=since.date(), by=SCHEDULE)
    partitions.ensure(today=local_day(now))
    return [replay.put_on(wearer=str(index), since=since, by=SCHEDULE, now=now)[0] for index in range(number)]


def batches(devices: list[Device], size: int, now: datetime) -> Iterator[Batch]:
    """Batches of one size: an hour of every wearable, then the next hour, without end."""
    hours = _hours(devices, now)
    while True:
        batch = Batch([], [], [])
        for _ in range(size):
            _add(batch, *next(hours), now)
        yield batch


def _hours(devices: list[Device], now: datetime) -> Iterator[tuple[Device, datetime]]:
    hour = day_starts(local_day(now) - timedelta(days=DAYS)) + HOUR
    while hour + HOUR < now:
        yield from ((device, hour) for device in devices)
        hour += HOUR
    message = "the batches have reached the present; take fewer or smaller ones"
    raise ValueError(message)


def _add(batch: Batch, device: Device, hour: datetime, now: datetime) -> None:
    name, seq, steps, worn = f"{hour:%Y%m%dT%H}", int(hour.timestamp()), 400, 90.0
    body = json.dumps(
        {
            "id": name,
            "seq": seq,
            "start": hour.isoformat(),
            "end": (hour + HOUR).isoformat(),
            "steps": steps,
            "worn": worn,
        }
    ).encode()
    message = payloads.parse(body, [Steps])
    if isinstance(message, Reason):
        raise TypeError(message)
    content = payloads.canonical(message)
    batch.received.append(
        Received(topics.topic_of(device.public_id, Steps.kind), body, retained=False, received_at=now)
    )
    batch.messages.append((device.pk, name, Steps.kind, content, hour, now))
    batch.readings.append((device.pk, Steps.kind, hour, hour + HOUR, seq, name, steps, worn, now))
