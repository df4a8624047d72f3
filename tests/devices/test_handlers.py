"""Adding a kind of message, or a version of one, is adding its handler: everything else finds it by its topic."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.db.utils import IntegrityError

from devices import handlers, messages, topics
from devices.actions import days, loans, retention
from devices.handlers import Name
from devices.kinds import Reason, kind_of_module, message_kinds
from devices.management import exports
from devices.messages.alert import Alert
from devices.messages.attendance import Attendance
from devices.messages.status import Status
from devices.messages.steps import Steps
from devices.models import Message, PersonDay, Reading, Rejected
from devices.payloads import Received
from devices.selectors import reconcile
from referrals.actions.people import erasure, subject_access
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from tests.devices import kit as kits
from tests.devices.kit import Kit
from tests.devices.scratch import StepsV2, Treadmill, declare_scratch


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both made-up handlers, declared for a test."""
    declare_scratch(monkeypatch)


@pytest.fixture
def open_kit(kit: Kit, scratch: None) -> Kit:
    """The kit, with what the migration of a new kind does to the constraint."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted({*message_kinds(), Treadmill.kind}))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE devices_message DROP CONSTRAINT message_kind")
        cursor.execute(f"ALTER TABLE devices_message ADD CONSTRAINT message_kind CHECK (kind IN ({kinds}))")
    return kit


def treadmill(kit: Kit, *, device: UUID | None = None, **fields: object) -> Received:
    """900 strides from nine to twenty past nine, three days ago."""
    body = {"id": "t1", "seq": 1, "start": kit.hour(3, 9), "minutes": 20, "strides": 900, "card": "C-1"} | fields
    return kit.message(device or kit.wearable.public_id, Treadmill.kind, body)


def steps_v2(kit: Kit, **fields: object) -> Received:
    """1,500 steps from nine to ten, three days ago."""
    body = {"id": "v2", "seq": 7, "from": kit.hour(3, 9), "minutes": 60, "count": 1500} | fields
    return kit.message(kit.wearable.public_id, StepsV2.kind, body, version=2)


def test_a_new_kind_is_parsed_stored_and_counted_in_days(open_kit: Kit) -> None:
    sent = [treadmill(open_kit), treadmill(open_kit), treadmill(open_kit, id="t2", minutes=301)]
    assert open_kit.store(*sent) == {"stored": 1, "duplicate": 1, Reason.IMPLAUSIBLE: 1}
    assert Message.objects.get().kind == Treadmill.kind
    assert Treadmill.cheered == ["t1"]
    days.rebuild()
    assert [steps for *_, steps, _worn in kits.person_days()] == [900]
    assert list(reconcile.faults()) == []


def test_a_new_kinds_messages_supersede_one_another_and_are_forgotten_like_any(open_kit: Kit) -> None:
    open_kit.store(treadmill(open_kit), treadmill(open_kit, id="t0", seq=2, strides=950))
    figures = reconcile.messages()
    assert (figures["stored"], figures["superseded"]) == (1, 1)
    assert retention.forget(now=open_kit.now + timedelta(days=401)) == {"stored": 1, "superseded": 1}
    assert reconcile.messages() == figures


def test_a_second_version_of_a_kind_stands_beside_the_first(open_kit: Kit) -> None:
    """Both are totals of the wearable's hour: the higher `seq` stands, whatever the version."""
    assert open_kit.store(open_kit.steps(), steps_v2(open_kit)) == {"stored": 2}
    assert Reading.objects.get().value == 1500
    days.rebuild()
    assert [steps for *_, steps, _worn in kits.person_days()] == [1500]
    assert list(reconcile.faults()) == []


def test_a_version_is_known_by_its_topic_and_its_body(open_kit: Kit) -> None:
    wearable = open_kit.wearable.public_id
    first, second = open_kit.steps(), steps_v2(open_kit)
    crossed = [
        Received(topics.topic_of(wearable, Steps.kind, 2), first.body, retained=False, received_at=open_kit.now),
        Received(topics.topic_of(wearable, Steps.kind), second.body, retained=False, received_at=open_kit.now),
        Received(topics.topic_of(wearable, Steps.kind, 3), first.body, retained=False, received_at=open_kit.now),
    ]
    assert open_kit.store(*crossed) == {Reason.TOPIC_MISMATCH: 3}
    assert list(Rejected.objects.order_by("pk").values_list("topic_version", "topic_kind")) == [
        (2, "steps"),
        (1, "steps"),
        (0, ""),
    ]


def test_a_rejected_message_is_tried_again_in_its_version(open_kit: Kit) -> None:
    before = open_kit.loan.starts_at - timedelta(hours=2)
    assert open_kit.store(steps_v2(open_kit, **{"from": before})) == {Reason.NOT_ASSIGNED: 1}
    ours = open_kit.world.ours
    ours.person.agreements.update(given_at=before)
    loans.correct(
        loan=open_kit.loan,
        starts_at=before,
        ends_at=None,
        by=ours.actor(Role.LINK_WORKER),
        now=open_kit.now,
    )
    assert Reading.objects.get().value == 1500
    assert not Rejected.objects.exists()


def test_another_form_of_a_body_may_share_a_topic(open_kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StepsV2, "version", 1)
    monkeypatch.setattr(handlers, "_handlers", dict(handlers._handlers))
    handlers.declare([StepsV2])
    body = json.loads(steps_v2(open_kit).body)
    spelt_otherwise = open_kit.message(open_kit.wearable.public_id, Steps.kind, body)
    assert open_kit.store(open_kit.steps(), spelt_otherwise) == {"stored": 2}
    assert Reading.objects.get().value == 1500


def test_a_new_kind_is_handed_out_and_erased_with_the_person(open_kit: Kit) -> None:
    ours = open_kit.world.ours
    Treadmill.cards[ours.person.pk] = Name(ours.provider.pk, "card", "C-1")
    open_kit.store(
        steps_v2(open_kit),
        treadmill(open_kit, id="on-loan", card="C-2"),
        treadmill(open_kit, device=open_kit.reader.public_id, id="by-card"),
        treadmill(open_kit, device=open_kit.reader.public_id, id="another-card", card="C-2"),
        treadmill(open_kit, device=open_kit.reader.public_id, id="too-long", minutes=400),
    )
    days.rebuild()
    with zipfile.ZipFile(
        io.BytesIO(subject_access.export(person=ours.person, by=SCHEDULE, now=open_kit.now))
    ) as archive:
        record = archive.read("record.json").decode()
    for found in ("v2", "on-loan", "by-card"):
        assert f'"{found}"' in record
    assert "another-card" not in record

    erasure.restrict(person=ours.person, reason="asked", by=SCHEDULE, now=open_kit.now)
    figures = reconcile.messages()
    erasure.erase(person=ours.person, reason="asked", by=SCHEDULE)
    assert list(Message.objects.values_list("message_id", flat=True)) == ["another-card"]
    assert not Rejected.objects.exists()
    assert not PersonDay.objects.exists()
    assert reconcile.messages() == figures


def test_an_export_finds_what_its_hours_become(scratch: None, tmp_path: Path) -> None:
    file = tmp_path / "gym.csv"
    file.write_text("Card,Hour,Strides\nC-1,4/12/2016 1:00:00 PM,900\n")
    handler, hours = exports.read(file)
    [interval] = exports.in_london(hours)
    message = handler.of_interval(interval.start, interval.end, interval.total)
    assert isinstance(message, Treadmill)
    assert (message.minutes, message.strides) == (60, 900)


def test_the_broker_opens_the_topics_of_new_handlers(scratch: None) -> None:
    listed = topics.access_list("consumer", handlers.declared())
    assert "pattern write socialrx/v1/devices/%u/treadmill\n" in listed
    assert "pattern write socialrx/v2/devices/%u/steps\n" in listed


def test_the_table_takes_only_kinds_that_have_a_module(kit: Kit) -> None:
    rows = Message(device=kit.wearable, message_id="m", content="{}", occurred_at=kit.now, received_at=kit.now)
    rows.kind = "treadmill"
    with pytest.raises(IntegrityError, match="message_kind"):
        rows.save(force_insert=True)


def test_each_module_of_messages_is_declared_under_its_name() -> None:
    found = list(messages.discover())
    assert found == handlers.declared()
    assert sorted({handler.kind for handler in found}) == message_kinds() == ["alert", "attendance", "status", "steps"]
    assert [kind_of_module(name) for name in ("steps", "steps_v2", "steps_open_mhealth")] == ["steps"] * 3


def test_a_module_under_another_kinds_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Attendance, "kind", "visits")
    with pytest.raises(ValueError, match=r"attendance\.py handles visits"):
        list(messages.discover())


@pytest.mark.parametrize("name", ["", "Steps", "step count", "steps/more", "steps2", "s" * 21])
def test_a_kinds_name_is_a_word_that_fits_topics_and_tables(
    scratch: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(Treadmill, "kind", name)
    with pytest.raises(ValueError, match="no name"):
        handlers.declare([Treadmill])


def test_all_of_a_kind_make_readings_or_none_does(scratch: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StepsV2, "metric", "")
    with pytest.raises(ValueError, match="make readings"):
        handlers.declare([StepsV2])


def test_what_a_device_sends_is_listed_by_its_kind() -> None:
    assert handlers.sent_by("wearable") == [Alert, Status, Steps]
    assert handlers.sent_by("reader") == [Attendance, Status]
    assert handlers.kinds_with_readings() == ["steps"]
