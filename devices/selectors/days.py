"""Days of steps, for pages, the API and charts. Every day of the range asked for is there, with data or without."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from devices.days import VALID_FROM, DayState
from devices.models import Device, DeviceDay, PersonDay
from referrals.kit.actor import Actor
from referrals.models import Person


@dataclass(frozen=True, slots=True)
class Day:
    """A London day. `steps`, `worn` (percent) and `device` (public id) are None where the day has no data.

    `covered` are minutes; a `valid` day has enough of them to say how much somebody walks. The figure of a `doubtful`
    one cannot be true.
    """

    date: date
    state: DayState
    steps: int | None = None
    worn: float | None = None
    device: UUID | None = None
    covered: float = 0
    doubtful: bool = False

    @property
    def valid(self) -> bool:
        """Whether figures about how much people walk rest on it."""
        return self.covered >= VALID_FROM


def of_person(person: Person, *, first: date, last: date, by: Actor) -> list[Day]:
    """A person's days from `first` to `last`, both included; all without data where the actor may not see them."""
    rows = PersonDay.objects.visible_to(by).filter(person=person, date__range=(first, last))
    return _filled(_days(rows), first, last)


def of_device(device: Device, *, first: date, last: date, by: Actor) -> list[Day]:
    """A device's days from `first` to `last`, both included; all without data where the actor may not see them."""
    rows = DeviceDay.objects.visible_to(by).filter(device=device, date__range=(first, last))
    return _filled(_days(rows), first, last)


def _days(rows: QuerySet[PersonDay] | QuerySet[DeviceDay]) -> Iterable[Day]:
    columns = ("date", "state", "steps", "worn", "device__public_id", "covered", "doubtful")
    for day, state, steps, worn, device, covered, doubtful in rows.values_list(*columns):
        yield Day(day, DayState(state), steps, worn, device, covered or 0, doubtful)


def _filled(known: Iterable[Day], first: date, last: date) -> list[Day]:
    by_date = {day.date: day for day in known}
    dates = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [by_date.get(day) or Day(day, DayState.NO_DATA) for day in dates]
