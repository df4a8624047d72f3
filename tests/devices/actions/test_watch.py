"""Wearables that say nothing or run out raise one task, which goes by itself."""

from datetime import datetime, timedelta

from django.urls import reverse

from devices.actions import devices, loans, responders, watch
from devices.actions.responders import RulesDraft
from devices.messages.status import Status
from devices.models import DeviceStatus
from devices.payloads import Received
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import Task
from tests.devices.kit import Kit

SILENT, LOW = "wearable_silent", "battery_low"


def says(kit: Kit, battery: float, at: datetime, **fields: object) -> Received:
    body = {"id": f"s{at.isoformat()}", "seq": 1, "at": at, "battery": battery, "firmware": "1.2"} | fields
    return kit.message(kit.wearable.public_id, Status.kind, body)


def tasks(kit: Kit, kind: str) -> list[Task]:
    """Those that stand after the schedule has run twice."""
    for _again in range(2):
        watch.wearables(by=SCHEDULE, now=kit.now)
    return list(Task.objects.open().filter(kind=kind))


def test_a_lent_wearable_that_was_never_heard_of_is_a_task_until_data_comes(kit: Kit) -> None:
    (task,) = tasks(kit, SILENT)
    assert (task.subject_id, task.holder) == (kit.loan.pk, kit.world.ours.members[Role.LINK_WORKER])
    html = kit.world.ours.client(Role.LINK_WORKER).get("/link-worker/").content.decode()
    assert "A wearable has sent nothing: ask how it is: Wristband 1" in html
    kit.store(kit.steps())
    assert tasks(kit, SILENT) == []


def test_a_wearable_falls_silent_after_as_many_days_as_the_team_set(kit: Kit) -> None:
    kit.store(kit.steps(received_at=kit.now - timedelta(days=2, hours=1)))
    assert tasks(kit, SILENT) == []
    manager = kit.world.ours.actor(Role.MANAGER)
    responders.set_rules(draft=RulesDraft(2, 20, 5, 8, 20), by=manager)
    assert len(tasks(kit, SILENT)) == 1
    kit.store(says(kit, 80, kit.now))
    assert tasks(kit, SILENT) == []


def test_one_that_is_back_or_shut_out_is_not_asked_after(kit: Kit) -> None:
    manager = kit.world.ours.actor(Role.MANAGER)
    assert len(tasks(kit, SILENT)) == 1
    devices.disable(device=kit.wearable, by=manager, now=kit.now)
    assert tasks(kit, SILENT) == []
    devices.enable(device=kit.wearable, by=manager)
    assert len(tasks(kit, SILENT)) == 1
    loans.take_back(loan=kit.loan, by=manager, now=kit.now)
    assert tasks(kit, SILENT) == []


def test_a_low_battery_is_a_task_until_it_is_charged(kit: Kit) -> None:
    hour = timedelta(hours=1)
    kit.store(says(kit, 20, kit.now - 3 * hour))
    assert tasks(kit, LOW) == []
    kit.store(says(kit, 19.9, kit.now - 2 * hour))
    assert len(tasks(kit, LOW)) == 1
    kit.store(says(kit, 90, kit.now - hour))
    assert tasks(kit, LOW) == []


def test_the_newest_word_of_a_device_stands_in_whatever_order_it_comes(kit: Kit) -> None:
    hour = timedelta(hours=1)
    told = [says(kit, 50, kit.now - hour), says(kit, 40, kit.now), says(kit, 30, kit.now, id="twin", seq=0)]
    for order in (told, told[::-1]):
        DeviceStatus.objects.all().delete()
        kit.world.ours.team.devices.get(pk=kit.wearable.pk).messages.all().delete()
        for message in order:
            assert kit.store(message) == {"stored": 1}
        assert DeviceStatus.objects.get().battery == 40


def test_the_page_of_a_device_says_how_it_is_and_when_it_was_heard_of(kit: Kit) -> None:
    client, page = kit.world.ours.client(Role.MANAGER), reverse("devices:device", args=[kit.wearable.public_id])
    assert "Never" in client.get(page).content.decode()
    kit.store(says(kit, 62, kit.now))
    html = client.get(page).content.decode()
    assert "62 %" in html
    assert "1.2" in html
    assert "Never" not in html


def test_a_reader_says_how_it_is_too(kit: Kit) -> None:
    body = {"id": "s", "seq": 1, "at": kit.now, "battery": 5, "firmware": "2"}
    assert kit.store(kit.message(kit.reader.public_id, Status.kind, body)) == {"stored": 1}
    assert tasks(kit, LOW) == []
