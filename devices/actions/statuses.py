"""What devices say of themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# The newest by the device's clock stands, of equal ones the higher `seq`.
KEEP = """
INSERT INTO devices_devicestatus AS s (device_id, battery, firmware, at, seq, heard_at)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (device_id) DO UPDATE SET
    battery = excluded.battery, firmware = excluded.firmware, at = excluded.at, seq = excluded.seq,
    heard_at = excluded.heard_at
WHERE (excluded.at, excluded.seq) > (s.at, s.seq)
"""


@dataclass(frozen=True, slots=True)
class Reported:
    """A device's battery (percent) and firmware at a moment."""

    battery: float
    firmware: str
    at: datetime
    seq: int


def keep(*, device_id: int, status: Reported, now: datetime) -> None:
    """Keep what a device said of itself, in whatever order it comes; inside the batch's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [device_id, status.battery, status.firmware, status.at, status.seq, now])
