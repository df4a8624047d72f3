"""How much one device may send, so that a flood does not starve the others. A plain rule; nothing is kept of it.

Each device has a bucket of messages that fills up again: what comes while it is empty is over the quota. A consumer
that starts again begins with full buckets.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from devices.kinds import A_DAY, BURST

DAY = timedelta(days=1)
# Buckets that are looked at together for those that are full again, and forgotten.
MANY = 10_000


@dataclass(slots=True)
class Bucket:
    """How many messages were left at a moment."""

    left: float
    at: datetime


class Quota:
    """`burst` messages at once, and `a_day` more in 24 hours, for each device."""

    def __init__(self, burst: int = BURST, a_day: int = A_DAY) -> None:
        self._burst = burst
        self._a_day = a_day
        self._buckets: dict[str, Bucket] = {}

    def takes(self, device: str, at: datetime) -> bool:
        """Count a message of a device; False when it is one too many."""
        bucket = self._buckets.get(device)
        if bucket is None:
            if len(self._buckets) >= MANY:
                self._forget_full(at)
            bucket = self._buckets[device] = Bucket(self._burst, at)
        bucket.left, bucket.at = self._left(bucket, at), max(at, bucket.at)
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def _left(self, bucket: Bucket, at: datetime) -> float:
        """A clock that was put back fills nothing."""
        filled = max(at - bucket.at, timedelta()) / DAY * self._a_day
        return min(self._burst, bucket.left + filled)

    def _forget_full(self, at: datetime) -> None:
        full = [name for name, bucket in self._buckets.items() if self._left(bucket, at) >= self._burst]
        for name in full:
            del self._buckets[name]
