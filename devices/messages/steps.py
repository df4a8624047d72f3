"""`steps`: how many steps a wearable counted in an interval, and how much of it it was worn."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Self
from uuid import UUID

from devices import days
from devices.handlers import Body, Burst, Export, KnownDevice, Message, Total, Wearers
from devices.kinds import DeviceKind, Reason
from devices.payloads import UnfitError, read_count, read_instant, read_name, read_percent, require_fields
from devices.selectors import simulation
from devices.selectors.simulation import Wrist
from devices.shapes import Percent
from referrals.kit.calendar import LONDON, day_starts, local_day

REQUIRED, OPTIONAL = frozenset({"id", "seq", "start", "end", "steps"}), frozenset({"worn"})
# A local day is 25 hours long when the clocks go back.
LONGEST_INTERVAL = timedelta(hours=25)
# Above any real peak: a minute's sprint is about 220 steps, the longest real day on record here about 36,000.
STEPS_PER_MINUTE = 300
STEPS_PER_DAY = 100_000
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# A simulated wearable reports so often; one that was just lent at once, with what it counted since.
REPORT_EVERY = timedelta(minutes=5)
DAYS_SIMULATED = timedelta(days=14)
# London hours in which somebody wears a simulated one.
AWAKE = range(7, 22)
Piece = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Steps(Message):
    """An interval's total. `worn` is the percent of the interval, None where unstated."""

    kind = "steps"
    sent_by = frozenset({DeviceKind.WEARABLE})
    metric = days.METRIC
    export = Export(wearer="Id", clock="ActivityHour", total="StepTotal")

    start: datetime
    end: datetime
    steps: int
    worn: Percent | None

    @classmethod
    def read(cls, body: Body) -> Self:
        """Both moments with their offset, at most 25 hours apart; `worn` may be left out."""
        require_fields(body, REQUIRED, OPTIONAL)
        message = cls(
            read_name(body["id"]),
            read_count(body["seq"]),
            read_instant(body["start"]),
            read_instant(body["end"]),
            read_count(body["steps"]),
            read_percent(body["worn"]) if "worn" in body else None,
        )
        # A difference: adding to the last moment that there is would raise.
        if not timedelta() < message.end - message.start <= LONGEST_INTERVAL:
            raise UnfitError
        return message

    @property
    def occurred_at(self) -> datetime:
        """Who has the device at the start has walked these steps."""
        return self.start

    @property
    def latest_at(self) -> datetime:
        """The end of the interval."""
        return self.end

    @property
    def is_implausible(self) -> bool:
        """Whether nobody can have walked so much in that time."""
        return self.steps > min(STEPS_PER_MINUTE * ((self.end - self.start) / MINUTE), STEPS_PER_DAY)

    def objection(self, device: KnownDevice, wearers: Wearers, now: datetime) -> Reason | None:
        """`implausible`, `not-assigned`, `no-consent`: at the start, or now."""
        if self.is_implausible:
            return Reason.IMPLAUSIBLE
        person = wearers.wearer(device.pk, self.start)
        if person is None:
            return Reason.NOT_ASSIGNED
        agreed = wearers.agreed(person, self.start) and wearers.agreed(person, now)
        return None if agreed else Reason.NO_CONSENT

    def total(self) -> Total:
        """The reading of the interval."""
        return Total(self.end, self.seq, self.steps, self.worn)

    @classmethod
    def simulate(cls, devices: Collection[UUID], now: datetime, said: Mapping[Hashable, datetime]) -> Iterator[Burst]:
        """Every wearable on loan that is due reports what it counted since its last report."""
        until = now.replace(microsecond=0)
        for wrist in simulation.wrists(devices):
            reported = said.get(wrist.device) or wrist.reported_until
            if reported and until - reported < REPORT_EVERY:
                continue
            pieces = pieces_awake(_simulated_since(wrist, reported, now), until)
            yield Burst(wrist.device, [cls._simulated(wrist.device, piece) for piece in pieces], wrist.device, until)

    @classmethod
    def of_interval(cls, start: datetime, end: datetime, total: int, edition: datetime | None = None) -> Self:
        """The same interval of the same export has the same id; of two totals in one, the greater has the greater."""
        if edition is None:
            return cls(f"{start:%Y%m%dT%H%M}-{total}", int(start.timestamp()), start, end, total, None)
        told, length = int(edition.timestamp()), (end - start) // timedelta(microseconds=1)
        return cls(f"{start:%Y%m%dT%H%M%S%f}-{length}-{told}-{total:07d}", told, start, end, total, None)

    @classmethod
    def _simulated(cls, device: UUID, piece: Piece) -> Self:
        """The same device and time give the same steps, so sending again changes nothing."""
        start, end = piece
        hour = _hour_of(start)
        random = Random(f"{device}/{hour.isoformat()}")  # noqa: S311  # steps are no secret
        whole = _usual_day(device) * _part_of_day(hour.astimezone(LONDON).hour) * random.uniform(0.2, 1.6)
        steps = round(whole * ((end - start) / HOUR))
        name = f"{start:%Y%m%d%H%M%S}-{end:%H%M%S}"
        return cls(name, int(end.timestamp()), start, end, steps, random.randint(80, 100))


def pieces_awake(since: datetime, until: datetime) -> Iterator[Piece]:
    """The hours awake between two moments; the first and the last may be parts of an hour."""
    hour = _hour_of(since)
    while hour < until:
        if hour.astimezone(LONDON).hour in AWAKE:
            yield max(since, hour), min(hour + HOUR, until)
        hour += HOUR


def _simulated_since(wrist: Wrist, reported: datetime | None, now: datetime) -> datetime:
    earliest = max(wrist.lent_at, day_starts(local_day(now) - DAYS_SIMULATED))
    return max(earliest, _hour_of(reported)) if reported else earliest


def _hour_of(moment: datetime) -> datetime:
    """The beginning of the hour, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _usual_day(device: UUID) -> float:
    """The steps of the wearer's usual day."""
    return Random(str(device)).uniform(2200, 6500)  # noqa: S311


def _part_of_day(hour: int) -> float:
    """An hour's part of a day: a walk in the morning, a smaller one in the afternoon, rests between."""
    return 0.05 + 0.12 * math.exp(-((hour - 10.5) ** 2) / 2) + 0.06 * math.exp(-((hour - 15.5) ** 2) / 3)


HANDLER = Steps
