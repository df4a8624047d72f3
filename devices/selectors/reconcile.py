"""Whether what arrived, what was stored and what is shown add up."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncMonth

from devices import days
from devices.models import ChangedDay, DeviceDay, Message, Reading, Rejected, Tally
from devices.selectors import intervals
from devices.selectors.intervals import DeviceDate
from referrals.calendar import local_day

# A step message stands when a reading is made of it; a scan always stands.
STANDING = """
SELECT count(*) FROM devices_message m WHERE kind <> 'steps' OR EXISTS (
    SELECT FROM devices_reading r
    WHERE r.device_id = m.device_id AND r.starts_at = m.occurred_at AND r.message_id = m.message_id
)
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of `manage.py reconcile`; `faults` says in words what does not add up."""

    received: int
    stored: int
    duplicate: int
    superseded: int
    rejected: dict[str, int]
    readings: int
    days: int
    faults: list[str]


def figures() -> Figures:
    """Count rows against tallies, and work every device's day out again from its readings."""
    tally = Counter(dict(Tally.objects.values_list("name", "count")))
    standing = _standing()
    stored = standing + tally["stored"]
    superseded = Message.objects.count() - standing + tally["superseded"]
    rejected = _rejected(tally)
    found = Figures(
        received=tally["received"],
        stored=stored,
        duplicate=tally["duplicate"],
        superseded=superseded,
        rejected=rejected,
        readings=Reading.objects.count(),
        days=DeviceDay.objects.count(),
        faults=[f"the day of device {device} on {day} differs from its readings" for device, day in _wrong_days()],
    )
    told = found.stored + found.duplicate + found.superseded + sum(found.rejected.values())
    if found.received != told:
        found.faults.append(f"{found.received} messages were received and {told} are accounted for")
    return found


def _standing() -> int:
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        return int(cursor.fetchone()[0])


def _rejected(tally: Counter[str]) -> dict[str, int]:
    counts = Counter(dict(Rejected.objects.values_list("reason").annotate(number=Count("pk"))))
    forgotten = {
        name: count for name, count in tally.items() if name not in {"received", "duplicate", "stored", "superseded"}
    }
    return dict(sorted((counts + Counter(forgotten)).items()))


def _wrong_days() -> list[DeviceDate]:
    """Days that differ from their readings, those left out that wait to be worked out anyway."""
    waiting = set(ChangedDay.objects.values_list("device_id", "date"))
    wrong = []
    for first, last in _months():
        kept = {
            (device, day): (state, steps, worn)
            for device, day, state, steps, worn in DeviceDay.objects.filter(date__range=(first, last)).values_list(
                "device_id", "date", "state", "steps", "worn"
            )
        }
        read = {
            key: (figure.state, figure.steps, figure.worn)
            for key, readings in intervals.between(first, last).items()
            if (figure := days.figure(readings))
        }
        wrong += [key for key in kept.keys() | read.keys() if kept.get(key) != read.get(key) and key not in waiting]
    return sorted(wrong)


def _months() -> list[tuple[date, date]]:
    """The months that have readings or days, so that a large table is gone through piece by piece."""
    months = set(DeviceDay.objects.annotate(month=TruncMonth("date")).values_list("month", flat=True).distinct())
    starts = Reading.objects.annotate(month=TruncMonth("starts_at")).values_list("month", flat=True).distinct()
    months |= {local_day(start).replace(day=1) for start in starts}
    return [(month, (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)) for month in sorted(months)]
