"""What a simulated wearable counts: the same device and time give the same steps, so sending again changes nothing."""

import json
import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from referrals.kit.calendar import LONDON

HOUR = timedelta(hours=1)
# London hours in which somebody wears one.
AWAKE = range(7, 22)
Piece = tuple[datetime, datetime]


def hour_of(moment: datetime) -> datetime:
    """The beginning of the hour, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def pieces(since: datetime, until: datetime) -> Iterator[Piece]:
    """The hours awake between two moments; the first and the last may be parts of an hour."""
    hour = hour_of(since)
    while hour < until:
        if hour.astimezone(LONDON).hour in AWAKE:
            yield max(since, hour), min(hour + HOUR, until)
        hour += HOUR


def steps_message(device: UUID, piece: Piece) -> bytes:
    """The body of a message about a piece of an hour."""
    start, end = piece
    hour = hour_of(start)
    random = Random(f"{device}/{hour.isoformat()}")  # noqa: S311  # steps are no secret
    whole = _usual(device) * _part(hour.astimezone(LONDON).hour) * random.uniform(0.2, 1.6)
    body = {
        "id": f"{start:%Y%m%d%H%M%S}-{end:%H%M%S}",
        "seq": int(end.timestamp()),
        "start": start.isoformat(timespec="seconds"),
        "end": end.isoformat(timespec="seconds"),
        "steps": round(whole * ((end - start) / HOUR)),
        "worn": random.randint(80, 100),
    }
    return json.dumps(body).encode()


def _usual(device: UUID) -> float:
    """The steps of the wearer's usual day."""
    return Random(str(device)).uniform(2200, 6500)  # noqa: S311


def _part(hour: int) -> float:
    """An hour's part of a day: a walk in the morning, a smaller one in the afternoon, rests between."""
    return 0.05 + 0.12 * math.exp(-((hour - 10.5) ** 2) / 2) + 0.06 * math.exp(-((hour - 15.5) ** 2) / 3)
