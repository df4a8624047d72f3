"""Loans: for pages, and as spans for working out whose a day is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from devices import days
from devices.days import Candidate, Figure, Interval
from devices.models import Device, Loan
from devices.selectors.intervals import DeviceDate
from referrals.kit.actor import Actor
from referrals.kit.calendar import day_starts
from referrals.models import Agreement, Episode, Person

# A person's key and a London day.
PersonDate = tuple[int, date]
Readings = dict[DeviceDate, list[Interval]]


def visible_to(by: Actor) -> QuerySet[Loan]:
    """The loans that the actor may see, newest first."""
    return Loan.objects.visible_to(by).select_related("device", "person")


def running(device: Device, by: Actor) -> QuerySet[Loan]:
    """The loan of a device that has not ended, if it has one that the actor may see."""
    return visible_to(by).filter(device=device, ends_at=None)


def of_person(person: Person, by: Actor) -> QuerySet[Loan]:
    """A person's loans, newest first."""
    return visible_to(by).filter(person=person)


def borrowers(by: Actor) -> QuerySet[Person]:
    """Whom the actor's team supports now and who agreed to wear a device, by name."""
    agreed = Agreement.objects.filter(purpose="wear_device", withdrawn_at=None)
    supported = Episode.objects.filter(team=by.organisation_id).open()
    return Person.objects.visible_to(by).filter(pk__in=supported.values("person"), agreements__in=agreed, died_on=None)


@dataclass(frozen=True, slots=True)
class Span:
    """A loan, with what the choice of a person's device needs."""

    device_id: int
    device: UUID
    person_id: int
    starts_at: datetime
    ends_at: datetime | None

    def touches(self, day: date) -> bool:
        """Whether the loan holds any moment of a London day."""
        return self.starts_at < day_starts(day + timedelta(days=1)) and (
            self.ends_at is None or self.ends_at > day_starts(day)
        )

    def holds(self, reading: Interval) -> bool:
        """Whether the loan decides who wore the reading."""
        return self.starts_at <= reading.start and (self.ends_at is None or reading.start < self.ends_at)


class Spans:
    """All loans of the people who ever had one of some devices."""

    def __init__(self, device_ids: Iterable[int]) -> None:
        people = Loan.objects.filter(device__in=set(device_ids)).values("person")
        fields = ("device_id", "device__public_id", "person_id", "starts_at", "ends_at")
        spans = [Span(*row) for row in Loan.objects.filter(person__in=people).values_list(*fields)]
        self.of_device: dict[int, list[Span]] = defaultdict(list)
        self.of_person: dict[int, list[Span]] = defaultdict(list)
        for span in spans:
            self.of_device[span.device_id].append(span)
            self.of_person[span.person_id].append(span)

    def people(self, device_days: Iterable[DeviceDate]) -> set[PersonDate]:
        """Who had the devices on those days."""
        return {
            (span.person_id, day)
            for device, day in device_days
            for span in self.of_device.get(device, ())
            if span.touches(day)
        }

    def devices(self, person_days: Iterable[PersonDate]) -> set[DeviceDate]:
        """Which devices those people had on those days."""
        return {
            (span.device_id, day)
            for person, day in person_days
            for span in self.of_person.get(person, ())
            if span.touches(day)
        }

    def best(self, person_day: PersonDate, readings: Readings) -> tuple[int, Figure] | None:
        """The key of the device whose figure is the person's day, and the figure; None for a day without data."""
        person, day = person_day
        of_device: dict[UUID, list[Span]] = defaultdict(list)
        for span in self.of_person.get(person, ()):
            if span.touches(day):
                of_device[span.device].append(span)
        chosen = days.best(_candidate(spans, day, readings) for spans in of_device.values())
        if chosen is None or chosen.figure is None:
            return None
        return of_device[chosen.device][0].device_id, chosen.figure


def _candidate(spans: list[Span], day: date, readings: Readings) -> Candidate:
    """A device that a person had on the day, perhaps lent to them twice."""
    all_day = readings.get((spans[0].device_id, day), ())
    theirs = [reading for reading in all_day if any(span.holds(reading) for span in spans)]
    return Candidate(spans[0].device, min(span.starts_at for span in spans), days.figure(theirs))
