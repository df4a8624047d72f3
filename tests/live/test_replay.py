"""A real export through the real broker and consumer: every day is the file's sum, in whatever order, however often."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from devices.management import exports
from devices.models import ChangedDay, PersonDay, Tally
from devices.selectors import reconcile
from referrals.kit.calendar import local_day
from tests.live.running import eventually

EXPORT = "fitbit-2016/export-2_2016-04-12_to_2016-05-12/hourlySteps_merged.csv"

pytestmark = pytest.mark.usefixtures("needs_mosquitto")


def stored() -> Counter[tuple[str, date]]:
    """The steps of each wearer's days."""
    rows = PersonDay.objects.filter(device__serial__startswith="export-")
    return Counter(
        {
            (serial.removeprefix("export-"), day): steps
            for serial, day, steps in rows.values_list("device__serial", "date", "steps")
        }
    )


def all_arrived(number: int) -> bool:
    arrived = Tally.objects.filter(name="received").values_list("count", flat=True).first() or 0
    return arrived >= number and not ChangedDay.objects.exists()


@pytest.mark.usefixtures("running")
def test_every_day_of_a_real_export_is_the_files_sum(shared_data: Path) -> None:
    _handler, hours = exports.read(shared_data / EXPORT)
    before = local_day(timezone.now())
    expected: Counter[tuple[str, date]] = Counter()
    for hour in exports.moved(hours, before=before):
        expected[hour.wearer, hour.clock.date()] += hour.total
    arguments = [str(shared_data / EXPORT), "--before", str(before)]

    call_command("replay_steps", *arguments)
    eventually(lambda: all_arrived(len(hours)), seconds=120)
    assert stored() == expected
    assert reconcile.messages()["stored"] == len(hours)

    call_command("replay_steps", *arguments, "--shuffle", "3")
    eventually(lambda: all_arrived(2 * len(hours)), seconds=120)
    assert stored() == expected
    # The broker may hand one over more than once, too: whatever came again is a duplicate.
    messages = reconcile.messages()
    assert messages["duplicate"] == messages["received"] - len(hours) >= len(hours)
    assert list(reconcile.faults()) == []
