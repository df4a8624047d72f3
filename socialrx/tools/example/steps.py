"""What the worn wearables counted: hours of steps with rest days, days in a drawer and gaps, as real ones have."""

import json
import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from devices.actions import days, ingest, partitions
from devices.messages.steps import Steps
from devices.payloads import Received
from devices.topics import topic_of
from referrals.kit.calendar import day_starts
from socialrx.tools.example.draws import at
from socialrx.tools.example.wearables import Held

AWAKE = range(7, 22)
HOUR = timedelta(hours=1)
BATCH = 2000
# Of a hundred days, how many lie in a drawer, and how many begin a spell without any data.
UNWORN, SILENT = 6, 2


def store(held: list[Held], today: date, seed: int) -> Iterator[int]:
    """Send each wearable's readings through the consumer's own action; yields how many were sent so far."""
    partitions.ensure(today=today)
    until = day_starts(today)
    sent = 0
    batch: list[Received] = []
    for one in held:
        batch += messages(one, today, Random(f"{seed}/steps/{one.device.label}"))
        while len(batch) >= BATCH:
            ingest.store(batch=batch[:BATCH], now=until)
            del batch[:BATCH]
            sent += BATCH
            yield sent
    ingest.store(batch=batch, now=until)
    while days.rebuild(limit=1000):
        yield sent + len(batch)


def messages(one: Held, today: date, random: Random) -> Iterator[Received]:
    """The messages of one wearable since it was lent, up to the day before the loading day."""
    topic = topic_of(one.device.public_id, Steps.kind)
    silent_for = 0
    usual = random.randint(2200, 6500)
    first = today - timedelta(days=one.days_on_loan)
    for number in range(one.days_on_loan):
        silent_for = silent_for - 1 if silent_for else random.choice([2, 3, 5]) * (random.randrange(100) < SILENT)
        if silent_for:
            continue
        day = first + timedelta(days=number)
        is_worn = random.randrange(100) >= UNWORN
        # A third more after four months, with better and worse weeks on the way.
        trend = 1 + number / 360 + 0.1 * math.sin(number / 9)
        total = usual * trend * random.uniform(0.55, 1.4) * (0.8 if day.weekday() == 6 else 1)
        for hour in AWAKE:
            steps = round(total * _part(random, hour)) if is_worn else 0
            yield _message(topic, at(day, hour), steps, random.randint(80, 100) if is_worn else 0)


def _part(random: Random, hour: int) -> float:
    """The hour's part of a day: a walk in the morning, a smaller one in the afternoon, rests between."""
    usual = 0.05 + 0.12 * math.exp(-((hour - 10.5) ** 2) / 2) + 0.06 * math.exp(-((hour - 15.5) ** 2) / 3)
    return usual * random.uniform(0.2, 1.6)


def _message(topic: str, start: datetime, steps: int, worn: int) -> Received:
    end = start + HOUR
    seq = int(start.timestamp()) // 3600
    body = {
        "id": f"h{seq}",
        "seq": seq,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "steps": steps,
        "worn": worn,
    }
    return Received(topic=topic, body=json.dumps(body).encode(), retained=False, received_at=end)
