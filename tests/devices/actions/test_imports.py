"""Steps that people bring along: seen before they are stored, taken in once, and the later export stands."""

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from devices import handlers
from devices.actions import days, imports, loans, replay
from devices.imports.walked import Walked
from devices.messages.steps import Steps
from devices.models import DeviceDay, Message, PersonDay, Reading
from devices.selectors import reconcile
from referrals.actions.people import agreements
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import day_starts
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Agreement, AuditEvent
from tests.devices import kit as kits
from tests.devices.actions.test_keeping import refused
from tests.devices.kit import Kit
from tests.devices.scratch import Treadmill
from tests.support.world import register

WEARER = "1503960366"
# The day that both exports tell of: 224 steps when the first was made, 13,162 in the end.
GROWN = date(2016, 4, 12)


def said(file: Path, device: UUID, **options: object) -> list[str]:
    out = StringIO()
    call_command("import_steps", file, device=device, stdout=out, stderr=StringIO(), **options)
    return out.getvalue().splitlines()


def hours(kit: Kit, tmp_path: Path, *totals: str) -> Path:
    """A table of yesterday's hours from nine on."""
    path = tmp_path / f"{len(totals)}.csv"
    day = kit.hour(1, 9).date()
    rows = [f"{day} {9 + number}:00,{total}\n" for number, total in enumerate(totals)]
    path.write_text("ActivityHour,StepTotal\n" + "".join(rows))
    return path


def test_a_file_is_looked_at_first_then_taken_in_once(kit: Kit, tmp_path: Path) -> None:
    path = hours(kit, tmp_path, "100", "many", "300", "999999")
    expected = ["left out, no-number: 1", "rows to take in: 3", "implausible: 1", "stored: 2"]
    device = kit.wearable.public_id
    assert said(path, device, dry_run=True) == [*expected, "Nothing was stored."]
    assert not Message.objects.exists()
    assert said(path, device) == expected
    assert sum(Reading.objects.values_list("value", flat=True)) == 400
    assert said(path, device)[2:] == ["duplicate: 2", "implausible: 1"]
    # Once in the quarantine, and all that arrived is accounted for.
    assert kits.reasons() == ["implausible"]
    figures = reconcile.messages()
    assert figures["received"] == 5 == figures["stored"] + figures["duplicate"] + sum(figures["rejected"].values())
    assert AuditEvent.objects.filter(did="steps.imported", object_id=kit.wearable.pk).count() == 2


def test_what_is_no_file_of_steps_and_whose_wearable_it_is_not_is_said(kit: Kit, tmp_path: Path) -> None:
    path = hours(kit, tmp_path, "1")
    with pytest.raises(CommandError, match="no such wearable"):
        said(path, kit.reader.public_id)
    with pytest.raises(CommandError, match="cannot be read"):
        said(tmp_path / "gone", kit.wearable.public_id)
    path.write_text("a,b\n")
    with pytest.raises(CommandError, match="Nothing here knows"):
        said(path, kit.wearable.public_id)
    row = Walked(1, kit.hour(3, 9), kit.hour(3, 10), 5)
    stranger = kit.world.theirs.actor(Role.LINK_WORKER)
    with pytest.raises(Refusal) as refusal:
        imports.take(device=kit.wearable.public_id, rows=[row], edition=row.end, by=stranger, now=kit.now)
    assert refusal.value.code == "not-found"


def take(kit: Kit, *rows: Walked) -> Counter[str]:
    edition = max(row.end for row in rows)
    return imports.take(device=kit.wearable.public_id, rows=rows, edition=edition, by=SCHEDULE, now=kit.now)


def walked(row: int, start: datetime) -> Walked:
    return Walked(row, start, start + timedelta(hours=1), 100)


def test_what_the_wearers_file_tells_of_an_earlier_loan_is_nobodys(kit: Kit) -> None:
    changed_hands, ours = kit.hour(10, 12), kit.world.ours
    loans.take_back(loan=kit.loan, by=SCHEDULE, now=kit.now, ends_at=changed_hands)
    row = walked(1, kit.hour(9, 9))
    with refused("not-on-loan"):
        take(kit, row)
    other = register(ours, family_name="Other")
    agreements.give(person=other, purpose="wear_device", by=SCHEDULE, now=changed_hands)
    loans.lend(device=kit.wearable, person=other, by=SCHEDULE, now=kit.now, starts_at=changed_hands)
    before = [walked(2, kit.hour(20, 9)), walked(3, kit.hour(40, 9)), walked(4, changed_hands - timedelta(seconds=1))]
    assert take(kit, row, *before, walked(5, changed_hands)) == {"stored": 2, "before-loan": 3}
    while days.rebuild():
        pass
    assert set(PersonDay.objects.filter(state="counted").values_list("person", flat=True)) == {other.pk}
    assert kits.reasons() == []


def test_what_is_too_old_to_be_stored_fills_no_quarantine(kit: Kit) -> None:
    since = kit.now - timedelta(days=500)
    Agreement.objects.filter(purpose="wear_device").update(given_at=since)
    loans.correct(loan=kit.loan, starts_at=since, ends_at=None, by=SCHEDULE, now=kit.now)
    assert take(kit, walked(1, kit.hour(450, 9)), walked(2, kit.hour(3, 9))) == {"stored": 1, "too-old": 1}
    assert kits.reasons() == []


def test_of_intervals_that_differ_by_a_part_of_a_second_each_is_one(kit: Kit) -> None:
    start, end, bit = kit.hour(3, 9), kit.hour(3, 10), timedelta(microseconds=250)
    moments = [(start, end), (start + bit, end + bit), (start + 2 * bit, end + bit), (start + 3 * bit, end + 4 * bit)]
    rows = [Walked(number, *moment, 100) for number, moment in enumerate(moments, start=1)]
    assert take(kit, *rows) == {"stored": 4}
    assert take(kit, *rows) == {"duplicate": 4}


def test_a_kind_that_counts_steps_and_is_made_of_no_interval_is_passed_over(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Strides(Treadmill):
        kind = "strides"

    monkeypatch.setattr(Strides, "export", None)
    declared = dict(handlers._handlers)
    monkeypatch.setattr(handlers, "_handlers", {})
    handlers.declare([Strides])
    monkeypatch.setattr(handlers, "_handlers", handlers._handlers | declared)
    assert take(kit, walked(1, kit.hour(3, 9))) == {"stored": 1}
    assert Message.objects.get().kind == Steps.kind


@pytest.fixture
def months(shared_data: Path, tmp_path: Path, kit: Kit) -> tuple[list[Path], timedelta]:
    """The days of one wearer in both exports, moved by whole weeks to before today; and by how much."""
    moved = (kit.now.date() - date(2016, 5, 14)) // timedelta(weeks=1) * timedelta(weeks=1)
    paths = []
    for number, folder in enumerate(sorted((shared_data / "fitbit-2016").glob("export-*"))):
        path = tmp_path / f"month-{number}.csv"
        with (folder / "dailyActivity_merged.csv").open(newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["Id"] == WEARER]
        told = [(datetime.strptime(row["ActivityDate"], "%m/%d/%Y").date() + moved, row["TotalSteps"]) for row in rows]  # noqa: DTZ007
        path.write_text("ActivityDate,TotalSteps\n" + "".join(f"{day:%d/%m/%Y},{steps}\n" for day, steps in told))
        paths.append(path)
    return paths, moved


@pytest.mark.parametrize("first", [0, 1])
def test_a_month_after_the_other_in_either_order_gives_the_days_as_published(
    kit: Kit, months: tuple[list[Path], timedelta], first: int
) -> None:
    paths, moved = months
    since = day_starts(date(2016, 3, 1) + moved)
    device, _secret = replay.put_on(wearer=WEARER, since=since, by=SCHEDULE, now=kit.now)
    for path in (paths[first], paths[1 - first]):
        said(path, device.public_id, dates="day-first")
    while days.rebuild():
        pass
    published: dict[date, int] = {}
    for path in paths:
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                published[datetime.strptime(row["ActivityDate"], "%d/%m/%Y").date()] = int(row["TotalSteps"])  # noqa: DTZ007
    stored = dict(DeviceDay.objects.filter(device=device).values_list("date", "steps"))
    assert stored == published
    assert stored[GROWN + moved] == 13162
