"""Days worked out from readings: by the plain rules, whatever the order, repetition and batching of the messages."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.actions import days, loans
from devices.models import ChangedDay, Device, DeviceDay, Loan, Message, PersonDay, Reading, Rejected, Tally
from devices.payloads import Received
from devices.selectors import days as shown
from devices.selectors import facts
from referrals.actions.people import agreements
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import LONDON, local_day
from referrals.kit.permissions import Role
from referrals.models import ChangedWeek, Person
from tests.devices import kit as kits
from tests.devices.kit import Kit
from tests.support.world import register

FIGURES = ("date", "state", "steps", "worn", "covered", "doubtful")


def build() -> None:
    while days.rebuild():
        pass


def days_of(person: Person) -> list[tuple[date, str, int, float | None]]:
    return list(PersonDay.objects.filter(person=person).order_by("date").values_list("date", "state", "steps", "worn"))


def a_day(kit: Kit, days_ago: int = 3) -> date:
    return local_day(kit.hour(days_ago, 12))


def test_a_reading_makes_the_devices_and_the_wearers_day(kit: Kit) -> None:
    kit.store(kit.steps(worn=95))
    ChangedWeek.objects.all().delete()
    assert days.rebuild() == 1
    assert days.rebuild() == 0
    assert days_of(kit.world.ours.person) == [(a_day(kit), "counted", 1234, 95)]
    assert DeviceDay.objects.get().steps == 1234
    assert ChangedWeek.objects.get().week == a_day(kit) - timedelta(days=a_day(kit).weekday())


def test_a_day_that_comes_out_the_same_marks_no_week(kit: Kit) -> None:
    kit.store(kit.steps())
    build()
    ChangedWeek.objects.all().delete()
    ChangedDay.objects.create(device=kit.wearable, date=a_day(kit))
    build()
    assert not ChangedWeek.objects.exists()


def test_a_day_whose_builder_fails_waits_again(kit: Kit) -> None:
    kit.store(kit.steps())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE devices_personday ADD CONSTRAINT no_days CHECK (false)")
        with pytest.raises(IntegrityError):
            days.rebuild()
        cursor.execute("ALTER TABLE devices_personday DROP CONSTRAINT no_days")
    build()
    assert days_of(kit.world.ours.person) == [(a_day(kit), "counted", 1234, None)]


@pytest.mark.time_machine("2026-04-02T11:00:00Z", tick=False)
def test_the_day_is_londons_when_the_clocks_change(kit: Kit) -> None:
    loan = kit.loan
    loan.starts_at = datetime(2026, 3, 1, tzinfo=LONDON)
    loan.save()
    kit.world.ours.person.agreements.filter(purpose="wear_device").update(given_at=loan.starts_at)
    now = datetime(2026, 4, 2, 12, tzinfo=LONDON)
    late = datetime(2026, 3, 29, 23, 30, tzinfo=LONDON)
    early = datetime(2026, 3, 29, 0, 0, tzinfo=LONDON)
    for number, start in enumerate([early, late]):
        kit.store(kit.steps(id=f"c{number}", start=start, end=start + timedelta(minutes=30), steps=10, received_at=now))
    build()
    assert days_of(kit.world.ours.person) == [(date(2026, 3, 29), "counted", 20, None)]


def test_a_persons_day_is_the_best_worn_devices_and_never_a_sum(kit: Kit) -> None:
    ours = kit.world.ours
    second = kits.wearable_of(kit.world, "Wristband 2")
    loans.lend(
        device=second, person=ours.person, by=ours.actor(Role.MANAGER), now=kit.now, starts_at=kit.loan.starts_at
    )
    kit.store(kit.steps(worn=60), kit.steps(device=second.public_id, worn=90, steps=700))
    build()
    assert days_of(ours.person) == [(a_day(kit), "counted", 700, 90)]
    assert PersonDay.objects.get().device == second


def test_a_device_that_changes_hands_at_noon_gives_each_their_part(kit: Kit) -> None:
    ours, link_worker = kit.world.ours, kit.world.ours.actor(Role.LINK_WORKER)
    other = kit_person(kit)
    noon = kit.hour(3, 12)
    loans.take_back(loan=kit.loan, by=link_worker, now=kit.now, ends_at=noon)
    loans.lend(device=kit.wearable, person=other, by=SCHEDULE, now=kit.now, starts_at=noon)
    kit.store(kit.steps(steps=100), kit.steps(id="m2", start=noon, end=noon + timedelta(hours=1), steps=30))
    build()
    assert days_of(ours.person) == [(a_day(kit), "counted", 100, None)]
    assert days_of(other) == [(a_day(kit), "counted", 30, None)]
    assert DeviceDay.objects.get().steps == 130


def kit_person(kit: Kit) -> Person:
    """Another person of ours, who agreed to wear a device long ago."""
    person = register(kit.world.ours, family_name="Other")
    agreements.give(person=person, purpose="wear_device", by=SCHEDULE, now=kit.loan.starts_at)
    return person


def test_correcting_a_loan_takes_the_day_away_and_gives_it_back(kit: Kit) -> None:
    ours, link_worker = kit.world.ours, kit.world.ours.actor(Role.LINK_WORKER)
    kit.store(kit.steps())
    build()
    loan = loans.correct(loan=kit.loan, starts_at=kit.hour(1, 0), ends_at=None, by=link_worker, now=kit.now)
    build()
    assert days_of(ours.person) == []
    assert DeviceDay.objects.get().steps == 1234
    loans.correct(loan=loan, starts_at=kit.hour(5, 0), ends_at=None, by=link_worker, now=kit.now)
    build()
    assert days_of(ours.person) == [(a_day(kit), "counted", 1234, None)]


def test_messages_that_nobody_was_assigned_for_are_tried_again(kit: Kit) -> None:
    link_worker = kit.world.ours.actor(Role.LINK_WORKER)
    kit.world.ours.person.agreements.update(given_at=kit.hour(60, 0))
    early = kit.loan.starts_at.replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
    kit.store(kit.steps(start=early, end=early + timedelta(hours=1)), kit.steps(id="bad", steps=99_999))
    assert kits.reasons() == ["not-assigned", "implausible"]
    loans.correct(loan=kit.loan, starts_at=early, ends_at=None, by=link_worker, now=kit.now)
    build()
    assert kits.reasons() == ["implausible"]
    assert days_of(kit.world.ours.person) == [(local_day(early), "counted", 1234, None)]
    assert Tally.objects.get(name="received").count == 2


def test_every_day_asked_for_is_shown(kit: Kit) -> None:
    ours = kit.world.ours
    kit.store(kit.steps(worn=40))
    build()
    first, last = a_day(kit, 4), a_day(kit, 2)
    found = shown.of_person(ours.person, first=first, last=last, by=ours.actor(Role.LINK_WORKER))
    assert [(day.state, day.steps) for day in found] == [("no-data", None), ("counted", 1234), ("no-data", None)]
    assert found[1].device == kit.wearable.public_id
    hidden = shown.of_person(ours.person, first=first, last=last, by=kit.world.theirs.actor(Role.LINK_WORKER))
    assert {day.state for day in hidden} == {"no-data"}
    assert shown.of_device(kit.wearable, first=first, last=last, by=ours.actor(Role.MANAGER))[1].steps == 1234


def test_a_persons_week_has_the_median_of_valid_days(kit: Kit) -> None:
    monday = a_day(kit, 14) - timedelta(days=a_day(kit, 14).weekday())
    for number, (steps, worn) in enumerate([(100, 90), (300, 80), (1000, 70), (0, 0), (900, 60), (9000, 50)]):
        start = datetime.combine(monday + timedelta(days=number), datetime.min.time(), LONDON)
        kit.store(kit.steps(id=f"w{number}", start=start, end=start + timedelta(hours=18), steps=steps, worn=worn))
    build()
    [week] = facts.person_weeks(monday, monday + timedelta(days=6))
    assert week == {"person_id": kit.world.ours.person.pk, "week": monday, "days": 4, "median_steps": 600.0}


def outcome(device: Device) -> tuple[list[Any], list[Any], list[Any]]:
    build()
    return (
        list(
            Reading.objects.order_by("starts_at", "ends_at").values_list("starts_at", "ends_at", "message_id", "value")
        ),
        list(DeviceDay.objects.filter(device=device).order_by("date").values_list(*FIGURES)),
        list(PersonDay.objects.order_by("person", "date").values_list(*FIGURES)),
    )


@st.composite
def arrangements(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[list[int]]]:
    """Messages with distinct ids, and two ways of sending them: each shuffled, repeated and cut into batches."""
    bodies = [
        {
            "id": f"m{number}",
            "seq": draw(st.integers(0, 2)),
            "start": draw(st.integers(0, 40)),
            "length": draw(st.integers(1, 30)),
            "steps": draw(st.integers(0, 2000)),
        }
        | draw(st.sampled_from([{}, {"worn": 0}, {"worn": 55}, {"worn": 100}]))
        for number in range(draw(st.integers(1, 8)))
    ]
    once = st.permutations(range(len(bodies)))
    repeats = st.lists(st.integers(0, len(bodies) - 1), max_size=4)
    return bodies, [list(draw(once)) + draw(repeats), draw(repeats) + list(draw(once))]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(arrangement=arrangements(), size=st.integers(1, 5))
def test_any_order_repetition_and_batching_gives_the_same_readings_and_days(
    kit: Kit, arrangement: tuple[list[dict[str, Any]], list[list[int]]], size: int
) -> None:
    bodies, ways = arrangement
    sent = [_message(kit, dict(body)) for body in bodies]
    outcomes = []
    for order, batch in zip(ways, (size, len(sent)), strict=True):
        for model in (ChangedDay, PersonDay, DeviceDay, Reading, Message, Rejected, Tally):
            model.objects.all().delete()
        for first in range(0, len(order), batch):
            kit.store(*(sent[number] for number in order[first : first + batch]))
        outcomes.append(outcome(kit.wearable))
    assert outcomes[0] == outcomes[1]
    assert not Rejected.objects.exists()


def _message(kit: Kit, body: dict[str, Any]) -> Received:
    start = kit.hour(5, 12) + timedelta(minutes=30 * body.pop("start"))
    return kit.steps(start=start, end=start + timedelta(minutes=30 * body.pop("length")), **body)


def test_loans_of_a_device_never_overlap(kit: Kit) -> None:
    assert Loan.objects.count() == 1
    with pytest.raises(IntegrityError, match="loan_one_person_at_a_time"):
        Loan.objects.create(device=kit.wearable, person=kit.world.theirs.person, starts_at=timezone.now())


def wearers(kit: Kit, number: int) -> list[Device]:
    """So many wearables, two with each person, on loan and agreed to for 400 days."""
    since = kit.now - timedelta(days=399)
    worn = []
    for index in range(number // 2):
        person = register(kit.world.ours, family_name=f"Other {index}")
        agreements.give(person=person, purpose="wear_device", by=SCHEDULE, now=since)
        for label in (f"W-{index}", f"V-{index}"):
            worn.append(kits.wearable_of(kit.world, label))
            loans.lend(device=worn[-1], person=person, by=SCHEDULE, now=kit.now, starts_at=since)
    return worn


def lists_of_messages(kit: Kit, chance: Random) -> list[Received]:
    """A thousand lists, each with three days of one wearable for itself. A list is up to seven messages."""
    sent = []
    for device in wearers(kit, 8):
        for block in range(126):
            noon = kit.hour(390 - 3 * block, 12)
            for number in range(chance.randint(1, 7)):
                start = noon + timedelta(minutes=20 * chance.randint(0, 40) + chance.choice([0, 0, 0, 1, -1]))
                length = timedelta(minutes=20 * chance.randint(1, 30) + chance.choice([0, 0, 1, -1]))
                body: dict[str, Any] = {"id": f"{block}-{number}", "start": start, "end": start + length}
                body |= {"seq": chance.randint(0, 2), "steps": chance.randint(0, 2000)}
                if worn := chance.choice([None, "0", "55.5", "100"]):
                    body["worn"] = float(worn)
                sent.append(kit.steps(device=device.public_id, **body))
    return sent


def test_a_thousand_lists_of_messages_come_out_the_same_in_any_order_repetition_and_batching(kit: Kit) -> None:
    chance = Random(20261127)
    sent = lists_of_messages(kit, chance)
    found = []
    for _way in range(2):
        for model in (ChangedDay, PersonDay, DeviceDay, Reading, Message, Rejected, Tally):
            model.objects.all().delete()
        order = sent + chance.sample(sent, len(sent) // 10)
        chance.shuffle(order)
        while order:
            cut = chance.randint(1, 900)
            kit.store(*order[:cut])
            order = order[cut:]
        build()
        columns = ("device", "starts_at", "ends_at", "message_id", "value", "worn")
        found.append(
            (
                set(Reading.objects.values_list(*columns)),
                set(DeviceDay.objects.values_list("device", *FIGURES)),
                set(PersonDay.objects.values_list("person", "device", *FIGURES)),
            )
        )
    assert found[0] == found[1]
    assert set(PersonDay.objects.values_list("doubtful", flat=True)) == {True, False}
    assert not Rejected.objects.exists()
