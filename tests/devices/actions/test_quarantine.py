"""What could not be stored waits, and is tried again by a command; a flood is counted and cut off."""

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from devices.actions import ingest
from devices.kinds import Reason
from devices.models import Message, Rejected
from devices.selectors import messages, reconcile
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from tests.devices import kit as kits
from tests.devices.kit import Kit


def replay(*arguments: str) -> str:
    out = io.StringIO()
    call_command("replay_rejected", *arguments, stdout=out)
    return out.getvalue()


def test_a_message_that_cannot_be_stored_is_kept_whole_and_replayed(kit: Kit) -> None:
    ingest.set_aside(received=kit.steps())
    reject = Rejected.objects.get()
    assert (reject.reason, reject.device, bytes(reject.content or b"")) == (
        "not-stored",
        kit.wearable,
        kit.steps().body,
    )
    assert list(reconcile.faults()) == []
    assert replay("not-stored") == "stored: 1\n"
    assert Message.objects.get().message_id == "m1"
    assert list(reconcile.faults()) == []
    assert replay("not-stored") == "Nothing waits to be replayed.\n"


def test_what_no_known_device_sent_can_be_set_aside_too(kit: Kit) -> None:
    ingest.set_aside(received=replace(kit.steps(), topic="socialrx/v1/devices/nobody/steps"))
    assert Rejected.objects.get().device is None


def test_what_is_still_wrong_is_kept_again(kit: Kit) -> None:
    kit.store(kit.steps(id="fast", steps=99_999), kit.steps(id="other", steps=99_999))
    assert replay("implausible", "--limit", "1") == "implausible: 1\n"
    assert kits.reasons() == ["implausible", "implausible"]
    assert reconcile.messages()["received"] == 2


def test_only_one_devices_messages_are_replayed(kit: Kit) -> None:
    ingest.set_aside(received=kit.steps())
    assert "Nothing" in replay("not-stored", "--device", str(kit.reader.public_id))
    assert replay("not-stored", "--device", str(kit.wearable.public_id)) == "stored: 1\n"


@pytest.mark.parametrize("reason", ["retained", "too-large", "no-consent", "over-quota"])
def test_what_was_not_kept_whole_cannot_be_replayed(kit: Kit, reason: str) -> None:
    with pytest.raises(CommandError):
        replay(reason)
    with pytest.raises(Refusal, match="not-whole"):
        ingest.replay(reason=Reason(reason), by=SCHEDULE, now=kit.now)


def test_what_is_over_the_quota_is_counted_and_one_of_it_kept(kit: Kit) -> None:
    flood = [replace(kit.steps(id=f"f{number}"), over_quota=True) for number in range(50)]
    assert kit.store(*flood, kit.steps()) == {"stored": 1, Reason.OVER_QUOTA: 50}
    reject = Rejected.objects.get()
    assert (reject.device, reject.count) == (kit.wearable, 50)
    assert [(row.reason, row.count) for row in messages.rejections(kit.world.ours.actor(Role.MANAGER))] == [
        ("over-quota", 50)
    ]
    assert list(reconcile.faults()) == []
