"""Measuring in rounds: each contestant once a round, so that a busy moment of the machine slows all alike."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from statistics import median

from django.db import transaction

from devices.actions import days
from observatory.actions import refresh
from observatory.models import RunningFigure
from observatory.periods import Period
from referrals.kit.calendar import WEEK, local_day, week_of
from socialrx.tools.bench import wearables, writers
from socialrx.tools.bench.wearables import Batch

# What the others are compared with.
YARDSTICK = "execute_values"
# Does the work and says how many units of it there were.
Work = Callable[[], int]


@dataclass(slots=True)
class Result:
    """A contestant's units a second, round by round; `ratios` are to the yardstick of the same round."""

    name: str
    unit: str
    rates: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> dict[str, float]:
        return {"min": min(self.rates), "median": median(self.rates), "max": max(self.rates)}

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    def as_json(self) -> dict[str, object]:
        return {"name": self.name, "unit": self.unit, "per_second": self.per_second, "ratio": self.ratio}


def measure(*, wearers: int, size: int, rounds: int, now: datetime) -> list[Result]:
    """Fill an empty database with wearables and measure; a round before the first warms up and is not counted."""
    drawn = wearables.batches(wearables.lend(wearers, now), size, now)
    results: dict[str, Result] = {}
    for number in range(rounds + 1):
        rates = {}
        for name, unit, work in _contestants(drawn, now):
            rates[name] = _rate(work)
            results.setdefault(name, Result(name, unit))
        if number:
            for name, rate in rates.items():
                results[name].rates.append(rate)
                results[name].ratios.append(rate / rates[YARDSTICK])
    return list(results.values())


def _contestants(drawn: Iterator[Batch], now: datetime) -> Iterator[tuple[str, str, Work]]:
    """Name, unit and work of each; a batch is drawn before its clock starts."""
    for name, write in (
        ("ingest.store", writers.by_product),
        (YARDSTICK, writers.by_execute_values),
        ("COPY", writers.by_copy),
        ("get_or_create", writers.by_get_or_create),
    ):
        batch = next(drawn)
        yield name, "messages", partial(write, batch)
    yield "days.rebuild", "days", _rebuild_days
    yield "a week refreshed", "figures", partial(_refresh_week, now)


def _rate(work: Work) -> float:
    began = time.perf_counter()
    units = work()
    return units / (time.perf_counter() - began)


def _rebuild_days() -> int:
    """Every day that the round's messages changed."""
    return sum(iter(days.rebuild, 0))


@transaction.atomic
def _refresh_week(now: datetime) -> int:
    """The week before this one, all measures by all segments, as the schedule refreshes an open week."""
    week = week_of(local_day(now)) - WEEK
    refresh.begin()
    refresh.replace(Period.WEEK, [week], now)
    return RunningFigure.objects.filter(period=Period.WEEK, starts_on=week).count()
