"""Storing batches: each check in its place, each message once, whatever the order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from devices import topics
from devices.actions import devices
from devices.kinds import Reason
from devices.messages.attendance import Attendance as Scan
from devices.messages.steps import Steps
from devices.models import ChangedDay, Message, Reading, Rejected
from devices.payloads import Received
from devices.selectors import reconcile
from referrals.actions.people import agreements
from referrals.actions.register import attendance
from referrals.kit.permissions import Role
from referrals.models import Attendance, StrayScan
from tests.devices import kit as kits
from tests.devices.kit import Kit


def standing() -> list[tuple[str, int]]:
    return list(Reading.objects.order_by("starts_at", "ends_at").values_list("message_id", "value"))


def add_up() -> reconcile.Figures:
    assert list(reconcile.faults()) == []
    return reconcile.messages()


def test_a_message_is_stored_as_a_reading_and_marks_its_day(kit: Kit) -> None:
    assert kit.store(kit.steps(worn=95)) == {"stored": 1}
    reading = Reading.objects.get()
    assert (reading.device, reading.value, reading.worn, reading.starts_at) == (kit.wearable, 1234, 95, kit.hour(3, 9))
    assert ChangedDay.objects.get().date == kit.hour(3, 9).date()


def test_the_same_message_again_is_a_duplicate(kit: Kit) -> None:
    assert kit.store(kit.steps(), kit.steps()) == {"stored": 1, "duplicate": 1}
    assert kit.store(kit.steps(steps=1234.0)) == {"duplicate": 1}
    assert add_up()["duplicate"] == 2


def test_another_content_under_the_same_id_is_rejected(kit: Kit) -> None:
    assert kit.store(kit.steps(), kit.steps(steps=5)) == {"stored": 1, Reason.ID_REUSED: 1}
    assert kit.store(kit.steps(seq=2)) == {Reason.ID_REUSED: 1}
    assert standing() == [("m1", 1234)]


def test_two_devices_may_use_the_same_id(kit: Kit) -> None:
    other = kits.wearable_of(kit.world, "Wristband 2")
    outcomes = kit.store(kit.steps(), kit.steps(device=other.public_id))
    assert outcomes == {"stored": 1, Reason.NOT_ASSIGNED: 1}


def test_only_a_stored_message_uses_up_its_id(kit: Kit) -> None:
    assert kit.store(kit.steps(steps=99_999)) == {Reason.IMPLAUSIBLE: 1}
    assert kit.store(kit.steps(steps=7)) == {"stored": 1}


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("loser", "winner"),
    [
        (("a", 1, 10), ("b", 2, 20)),
        (("b", 1, 10), ("a", 2, 20)),
        (("a", 5, 10), ("b", 5, 20)),
        (("a10", 5, 10), ("a9", 5, 20)),
        (("Z", 5, 10), ("a", 5, 20)),
        (("z", 5, 10), ("é", 5, 20)),
    ],
)
def test_the_higher_seq_stands_then_the_greater_id(
    kit: Kit, loser: tuple[str, int, int], winner: tuple[str, int, int], *, together: bool
) -> None:
    for hour, order in ((9, [loser, winner]), (11, [winner, loser])):
        interval: dict[str, Any] = {"start": kit.hour(3, hour), "end": kit.hour(3, hour + 1)}
        sent = [kit.steps(id=f"{name}{hour}", seq=seq, steps=steps, **interval) for name, seq, steps in order]
        for batch in [sent] if together else [[one] for one in sent]:
            kit.store(*batch)
    assert [value for _id, value in standing()] == [20, 20]


def test_a_superseded_message_is_kept_and_counted(kit: Kit) -> None:
    kit.store(kit.steps(), kit.steps(id="m2", seq=2, steps=1300))
    kit.store(kit.steps(id="m0", seq=0, steps=1))
    figures = add_up()
    assert (figures["received"], figures["stored"], figures["superseded"], reconcile.readings()) == (3, 1, 2, 1)
    assert '"steps":1234' in Message.objects.get(message_id="m1").content


def test_bad_messages_do_not_stop_good_ones(kit: Kit) -> None:
    topic = topics.topic_of(kit.wearable.public_id, Steps.kind)
    bad = [b"", b"\xff", b"{}", b"x" * 5000, b'{"a":1,"a":2}']
    batch = [Received(topic, body, retained=False, received_at=kit.now) for body in bad]
    batch.insert(2, kit.steps())
    assert kit.store(*batch)["stored"] == 1
    assert kits.reasons() == ["not-json", "not-utf8", "schema", "too-large", "schema"]
    assert add_up()["received"] == 6


def test_a_reject_keeps_reason_digest_time_and_the_first_4_kb(kit: Kit) -> None:
    topic = topics.topic_of(kit.wearable.public_id, Steps.kind)
    kit.store(Received(topic, b"y" * 9000, retained=False, received_at=kit.now))
    reject = Rejected.objects.get()
    assert reject.device == kit.wearable
    assert bytes(reject.content or b"") == b"y" * 4096
    assert reject.received_at == kit.now
    assert len(reject.digest) == 64


def test_a_retained_message_is_rejected_whatever_it_says(kit: Kit) -> None:
    message = kit.steps()
    retained = Received(message.topic, message.body, retained=True, received_at=kit.now)
    assert kit.store(retained) == {Reason.RETAINED: 1}


def test_a_kind_that_the_device_does_not_send_is_a_topic_mismatch(kit: Kit) -> None:
    from_reader = kit.steps(device=kit.reader.public_id)
    scanned = kit.scan()
    from_wearable = Received(
        topics.topic_of(kit.wearable.public_id, Scan.kind),
        scanned.body,
        retained=False,
        received_at=kit.now,
    )
    assert kit.store(from_reader, from_wearable) == {Reason.TOPIC_MISMATCH: 2}


def test_an_unknown_or_disabled_device_is_unknown(kit: Kit) -> None:
    stranger = Received(topics.topic_of("nobody", Steps.kind), kit.steps().body, retained=False, received_at=kit.now)
    devices.disable(device=kit.wearable, by=kit.world.ours.actor(Role.MANAGER), now=kit.now)
    assert kit.store(stranger, kit.steps(), kit.steps(device=kit.world.ours.person.public_id)) == {
        Reason.UNKNOWN_DEVICE: 3
    }


def test_time_and_amount_have_limits(kit: Kit) -> None:
    def at(start: timedelta, **fields: Any) -> Received:
        begin = kit.now + start
        return kit.steps(start=begin, end=begin + timedelta(minutes=1), **fields)

    outcomes = [
        kit.store(message)
        for message in (
            at(timedelta(minutes=4), id="in time", steps=1),
            at(timedelta(minutes=4, seconds=1), id="ahead", steps=1),
            at(-timedelta(days=400), id="old enough", steps=1),
            at(-timedelta(days=400, seconds=1), id="too old", steps=1),
            at(timedelta(hours=-1), id="fast", steps=300),
            at(timedelta(hours=-1), id="too fast", steps=301),
        )
    ]
    assert outcomes == [
        {"stored": 1},
        {Reason.FUTURE: 1},
        {Reason.NOT_ASSIGNED: 1},
        {Reason.TOO_OLD: 1},
        {"stored": 1},
        {Reason.IMPLAUSIBLE: 1},
    ]


def test_a_known_message_is_a_duplicate_even_when_it_is_too_old_by_now(kit: Kit) -> None:
    kit.store(kit.steps())
    much_later = kit.now + timedelta(days=399)
    assert kit.store(kit.steps(received_at=much_later + timedelta(days=10))) == {"duplicate": 1}


def test_before_the_loan_nobody_is_assigned(kit: Kit) -> None:
    before = kit.loan.starts_at - timedelta(hours=2)
    assert kit.store(kit.steps(start=before, end=before + timedelta(hours=3))) == {Reason.NOT_ASSIGNED: 1}


def test_without_agreement_nothing_of_the_content_is_kept(kit: Kit) -> None:
    ours = kit.world.ours
    agreements.withdraw(person=ours.person, purpose="wear_device", by=ours.actor(Role.LINK_WORKER), now=kit.now)
    assert kit.store(kit.steps()) == {Reason.NO_CONSENT: 1}
    reject = Rejected.objects.get()
    assert reject.content is None
    assert not Message.objects.exists()


def test_an_agreement_given_later_does_not_cover_what_was_worn_before(kit: Kit) -> None:
    ours = kit.world.ours
    link_worker = ours.actor(Role.LINK_WORKER)
    agreements.withdraw(person=ours.person, purpose="wear_device", by=link_worker, now=kit.hour(5, 0))
    agreements.give(person=ours.person, purpose="wear_device", by=link_worker, now=kit.hour(2, 0))
    later = kit.steps(id="m2", start=kit.hour(1, 9), end=kit.hour(1, 10))
    assert kit.store(kit.steps(), later) == {Reason.NO_CONSENT: 1, "stored": 1}


def test_a_scan_makes_the_row_of_the_register(kit: Kit) -> None:
    assert kit.store(kit.scan()) == {"stored": 1}
    attendance = Attendance.objects.get(session=kit.session)
    assert (attendance.person, attendance.status, attendance.source) == (kit.world.ours.person, "attended", "reader")
    assert add_up()["stored"] == 1


def test_a_second_scan_changes_nothing(kit: Kit) -> None:
    kit.store(kit.scan())
    version = Attendance.objects.get(session=kit.session).version
    assert kit.store(kit.scan(id="s2", seq=2), kit.scan()) == {"stored": 1, "duplicate": 1}
    assert Attendance.objects.get(session=kit.session).version == version


def test_reader_and_register_write_the_same_row(kit: Kit) -> None:
    ours = kit.world.ours
    kit.store(kit.scan())
    attendance.mark_some(
        session=kit.session,
        marks={ours.onward_referral.pk: "did_not_attend"},
        by=ours.actor(Role.PROVIDER),
        now=kit.now,
    )
    row = Attendance.objects.get(session=kit.session)
    assert (row.person, row.status, row.source) == (ours.person, "did_not_attend", "reader")


def test_a_scan_is_refused_with_its_reason(kit: Kit) -> None:
    theirs = kit.world.theirs
    outcomes = kit.store(
        kit.scan(id="1", session="WALK-9999"),
        kit.scan(id="2", session=theirs.session.code),
        kit.scan(id="3", tag="T-0000"),
    )
    assert outcomes == {Reason.UNKNOWN_SESSION: 2, Reason.UNKNOWN_TAG: 1}
    kit.world.ours.onward_referral.status = "cancelled"
    kit.world.ours.onward_referral.next_action = ""
    kit.world.ours.onward_referral.due_on = None
    kit.world.ours.onward_referral.save()
    assert kit.store(kit.scan()) == {Reason.NOT_EXPECTED: 1}
    assert not Attendance.objects.filter(session=kit.session).exists()


@pytest.mark.parametrize(("session", "tag"), [("walk-0412", "t-77f2"), ("WALK-0412\r\n", " T-77f2 ")])
def test_a_reader_may_spell_the_codes_as_it_likes(kit: Kit, session: str, tag: str) -> None:
    assert kit.store(kit.scan(session=session, tag=tag)) == {"stored": 1}
    assert Message.objects.get().content.count("T-77F2") == 1
    assert kit.store(kit.scan()) == {"duplicate": 1}


def test_a_tag_shown_at_another_time_than_its_session_is_kept_and_proves_nothing(kit: Kit) -> None:
    early = kit.session.starts_at - timedelta(minutes=61)
    late = kit.session.ends_at + timedelta(seconds=1)
    assert kit.store(kit.scan(at=early), kit.scan(id="s2", at=late)) == {Reason.NOT_NOW: 2}
    assert not Attendance.objects.filter(session=kit.session).exists()
    assert list(StrayScan.objects.values_list("scanned_at", flat=True)) == [early, late]
    assert add_up()["received"] == 2


def test_a_scan_of_someone_who_took_sharing_back_is_refused(kit: Kit) -> None:
    ours = kit.world.ours
    agreements.withdraw(person=ours.person, purpose="share_with_provider", by=ours.actor(Role.PERSON), now=kit.now)
    assert kit.store(kit.scan()) == {Reason.NOT_EXPECTED: 1}
    assert not Attendance.objects.filter(session=kit.session).exists()


FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_the_first_and_the_last_moment_that_there_is_are_rejected_and_kept(kit: Kit) -> None:
    """Adding to one of them, or taking from it, is no moment any more."""
    hour = timedelta(hours=1)
    outcomes = kit.store(
        kit.steps(id="1", start=FIRST, end=FIRST + hour),
        kit.steps(id="2", start=LAST - hour, end=LAST),
        kit.steps(id="3", start=FIRST, end=LAST),
        kit.scan(id="4", at=FIRST),
        kit.scan(id="5", at=LAST),
    )
    assert outcomes == {Reason.TOO_OLD: 2, Reason.FUTURE: 2, Reason.SCHEMA: 1}
    assert Rejected.objects.count() == 5


def test_received_is_the_sum_of_what_became_of_the_messages(kit: Kit) -> None:
    kit.store(kit.steps(), kit.steps(), kit.steps(id="m2", seq=2), kit.steps(id="m1", seq=7), kit.scan())
    figures = add_up()
    assert figures == {"received": 5, "stored": 2, "duplicate": 1, "superseded": 1, "rejected": {"id-reused": 1}}
    Reading.objects.all().delete()
    Message.objects.filter(kind=Steps.kind).delete()
    assert list(reconcile.faults()) == ["5 messages were received, 3 are accounted for"]
