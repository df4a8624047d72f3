"""The demo's devices, played over the real broker."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from devices.actions import loans
from devices.management.commands import simulate_devices
from devices.management.commands.simulate_devices import Simulator
from devices.models import ChangedDay, DeviceStatus, Message, PersonDay, Rejected
from referrals.actions.people import agreements
from referrals.kit.permissions import Role
from referrals.models import Attendance
from tests.devices.kit import Kit
from tests.devices.scratch import Treadmill, declare_scratch
from tests.live.running import Running, eventually

pytestmark = pytest.mark.usefixtures("needs_mosquitto")


def test_only_a_demo_has_simulated_devices(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("simulate_devices")


def test_fresh_devices_stay_untouched(tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path
    device = {"id": "8f0c0000-0000-4000-8000-00000000000a", "secret": "s", "fresh": True}
    (tmp_path / "example.json").write_text(json.dumps({"devices": [device]}))
    assert simulate_devices.secrets_of_example() == {}


def test_a_wearable_shows_two_weeks_and_people_come_to_the_session(committed_kit: Kit, running: Running) -> None:
    kit, ours = committed_kit, committed_kit.world.ours
    session = kit.session
    session.starts_at, session.ends_at = kit.hour(0, 0), kit.hour(-1, 23)
    session.save()
    simulator = Simulator(
        {device.public_id: running.secrets[str(device.public_id)] for device in (kit.wearable, kit.reader)}
    )
    now = timezone.now()
    simulator.look(now)
    eventually(lambda: Attendance.objects.filter(session=session, source="reader").exists())
    eventually(lambda: PersonDay.objects.filter(person=ours.person).count() >= 14 and not ChangedDay.objects.exists())
    eventually(lambda: DeviceStatus.objects.filter(device=kit.wearable, battery__gte=25).exists())
    sent = Message.objects.count()
    simulator.look(now)
    Simulator(simulator.secrets).look(now)
    agreements.withdraw(person=ours.person, purpose="wear_device", by=ours.actor(Role.LINK_WORKER), now=now)
    loans.take_back(loan=kit.loan, by=ours.actor(Role.LINK_WORKER), now=now)
    simulator.look(now)
    assert not Rejected.objects.exists()
    assert Message.objects.count() == sent


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    declare_scratch(monkeypatch)


def test_a_new_kind_is_simulated_and_let_through_without_a_word_of_it_elsewhere(
    scratch: None, committed_kit: Kit, running: Running
) -> None:
    """The consumer is a process of its own, which knows no made-up kind: it keeps what it got."""
    reader = committed_kit.reader.public_id
    simulator = Simulator({reader: running.secrets[str(reader)]})
    simulator.look(timezone.now())
    simulator.look(timezone.now())
    eventually(Rejected.objects.exists)
    message = Treadmill.read(json.loads(bytes(Rejected.objects.get().content or b"")))
    assert message.strides == 900
