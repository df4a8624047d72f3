"""Steps that people bring along: seen before they are stored, taken in once, and the later export stands."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from devices.actions import days, imports, replay
from devices.imports.walked import Walked
from devices.models import DeviceDay, Message, Reading
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import day_starts
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent
from tests.devices.kit import Kit

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
