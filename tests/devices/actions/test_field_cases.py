"""What devices in the field really send: each small file of the field is published and judged."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from devices import topics
from devices.actions import days
from devices.kinds import Reason
from devices.messages.attendance import Attendance as Scan
from devices.messages.steps import Steps
from devices.models import DeviceDay, Rejected
from devices.payloads import Received
from referrals.actions.services import services
from referrals.kit.permissions import Role
from referrals.models import Attendance, Tag
from tests.devices.kit import Kit

# The day that the files speak of.
THEIR_DAY = "2026-11-26"


@dataclass(frozen=True, slots=True)
class Expected:
    """What becomes of the messages, and what the day has to say, if there is one."""

    outcomes: dict[str, int]
    day: Callable[[DeviceDay], bool] | None = None


STEPS = {
    "m01": Expected({"stored": 2}, lambda day: day.steps == 3000 and not day.doubtful),
    "m02": Expected({"stored": 8}, lambda day: day.steps == 8000 and day.covered == 456.02),
    "m03": Expected({"stored": 3}, lambda day: day.steps == 1500 and not day.doubtful),
    "m05": Expected({Reason.TOO_OLD: 1}),
    "m06": Expected({Reason.SCHEMA: 1}),
    "m07": Expected({Reason.SCHEMA: 1}),
    "m09": Expected({"stored": 4}, lambda day: day.steps == 4000),
    "m10": Expected({"stored": 2}, lambda day: day.steps >= 6000 or day.doubtful),
    "m11": Expected({"stored": 2}, lambda day: (day.state, day.worn) == ("zero", None)),
    "m12": Expected({"stored": 1, Reason.SCHEMA: 2}, lambda day: day.steps == 1200),
}
SCANS = {"m20": "stored", "m22": "stored", "m23": Reason.NOT_NOW}


def text_of(shared_data: Path, case: str) -> str:
    (path,) = (shared_data / "field-cases" / "mqtt").glob(f"{case}_*.json")
    return path.read_text()


@pytest.mark.parametrize("case", STEPS)
def test_what_wearables_send(kit: Kit, shared_data: Path, case: str) -> None:
    text = text_of(shared_data, case).replace(THEIR_DAY, str(kit.hour(3, 12).date()))
    topic = topics.topic_of(kit.wearable.public_id, Steps.kind)
    bodies = [json.dumps(body).encode() for body in json.loads(text)]
    expected = STEPS[case]
    assert kit.store(*(Received(topic, body, retained=False, received_at=kit.now) for body in bodies)) == (
        expected.outcomes
    )
    assert Rejected.objects.filter(content=None).count() == 0
    days.rebuild()
    day = DeviceDay.objects.first()
    assert bool(day) is bool(expected.day)
    if day and expected.day:
        assert expected.day(day)


@pytest.mark.parametrize("case", SCANS)
def test_what_readers_send(kit: Kit, shared_data: Path, case: str) -> None:
    """The session and the tag are written in capitals here; next week's session is no reason to come today."""
    body = json.loads(text_of(shared_data, case))
    ours = kit.world.ours
    ours.person.tags.update(code=body["tag"].upper())
    week = timedelta(days=7)
    for code, later in (("PARKWALK-1127", timedelta()), ("PARKWALK-1204", week)):
        services.schedule(
            service=ours.service,
            code=code,
            starts_at=kit.session.starts_at + later,
            ends_at=kit.session.ends_at + later,
            by=ours.actor(Role.PROVIDER),
        )
    assert Tag.objects.get().person == ours.person
    at = kit.session.starts_at + timedelta(minutes=10)
    outcome = kit.store(kit.message(kit.reader.public_id, Scan.kind, body | {"at": at}))
    assert outcome == {SCANS[case]: 1}
    assert Attendance.objects.filter(source="reader").count() == (SCANS[case] == "stored")
