"""Days and weeks at the edges of the calendar: clocks that change, a week 53, a device in another time zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from devices.actions import days
from devices.models import DeviceDay, PersonDay
from referrals.kit.calendar import LONDON
from referrals.models import ChangedWeek
from tests.devices.kit import Kit

HOUR = timedelta(hours=1)


def worn_since(kit: Kit, start: datetime) -> None:
    """The wearable has been with our person, who agreed to it, since then."""
    kit.loan.starts_at = start
    kit.loan.save()
    kit.world.ours.person.agreements.filter(purpose="wear_device").update(given_at=start)


def hours(kit: Kit, first: datetime, number: int, steps: int) -> None:
    """So many hours one after another, the same steps in each."""
    for hour in range(number):
        start = first + hour * HOUR
        kit.store(kit.steps(id=f"{start:%Y%m%dT%H%z}", start=start, end=start + HOUR, steps=steps))
    while days.rebuild():
        pass


def figures() -> list[tuple[date, int, float | None]]:
    return list(PersonDay.objects.order_by("date").values_list("date", "steps", "covered"))


@pytest.mark.time_machine("2026-11-10T12:00:00Z", tick=False)
def test_the_25_hour_day(kit: Kit) -> None:
    """The hour that comes twice is two hours, and a total of the whole day is as long as the day."""
    midnight = datetime(2026, 10, 25, tzinfo=LONDON)
    worn_since(kit, midnight)
    hours(kit, midnight.astimezone(ZoneInfo("UTC")), 25, 100)
    assert figures() == [(date(2026, 10, 25), 2500, 1500)]
    kit.store(kit.steps(id="all", start=midnight, end=datetime(2026, 10, 26, tzinfo=LONDON), steps=2600))
    days.rebuild()
    assert figures() == [(date(2026, 10, 25), 2600, 1500)]


@pytest.mark.time_machine("2026-04-10T12:00:00Z", tick=False)
def test_the_week_in_which_the_clocks_change(kit: Kit) -> None:
    """From Monday to the Sunday of 23 hours, which is a day of the same week."""
    monday = datetime(2026, 3, 23, tzinfo=LONDON)
    worn_since(kit, monday)
    ChangedWeek.objects.all().delete()
    hours(kit, monday.astimezone(ZoneInfo("UTC")), 7 * 24 - 1, 10)
    assert [(day, steps) for day, steps, _covered in figures()] == [
        *((date(2026, 3, 23) + timedelta(days=number), 240) for number in range(6)),
        (date(2026, 3, 29), 230),
    ]
    assert list(ChangedWeek.objects.values_list("week", flat=True)) == [monday.date()]


@pytest.mark.time_machine("2027-01-12T12:00:00Z", tick=False)
def test_2026_w53(kit: Kit) -> None:
    """The last days of December and the first of January are one week."""
    monday = datetime(2026, 12, 28, 12, tzinfo=LONDON)
    worn_since(kit, monday)
    ChangedWeek.objects.all().delete()
    for number in range(7):
        start = monday + timedelta(days=number)
        kit.store(kit.steps(id=f"w{number}", start=start, end=start + HOUR, steps=10))
    days.rebuild()
    assert [day.isocalendar()[:2] for day, _steps, _covered in figures()] == [(2026, 53)] * 7
    assert list(ChangedWeek.objects.values_list("week", flat=True)) == [date(2026, 12, 28)]


@pytest.mark.time_machine("2026-07-20T12:00:00Z", tick=False)
def test_a_device_carried_to_another_time_zone(kit: Kit) -> None:
    """It says its own offset; the day is London's all the same, and an instant is one however it is spelt."""
    tokyo = ZoneInfo("Asia/Tokyo")
    worn_since(kit, datetime(2026, 7, 1, tzinfo=LONDON))
    late, early = datetime(2026, 7, 8, 7, tzinfo=tokyo), datetime(2026, 7, 8, 8, tzinfo=tokyo)
    sent = [kit.steps(id=f"t{start:%H}", start=start, end=start + HOUR, steps=start.hour) for start in (late, early)]
    assert kit.store(*sent) == {"stored": 2}
    again = late.astimezone(LONDON)
    assert kit.store(kit.steps(id="t07", start=again, end=again + HOUR, steps=7)) == {"duplicate": 1}
    days.rebuild()
    assert figures() == [(date(2026, 7, 7), 7, 60), (date(2026, 7, 8), 8, 60)]
    assert DeviceDay.objects.count() == 2
