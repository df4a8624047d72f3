"""The real consumer, Mosquitto and PostgreSQL: nothing acknowledged is lost, nothing counts twice."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from paho.mqtt.enums import MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from devices import topics
from devices.actions import broker as accounts
from devices.actions import devices
from devices.messages.steps import Steps
from devices.models import ChangedDay, DeviceDay, Message, Reading
from devices.mqtt.account import Account
from devices.mqtt.publisher import Publisher, PublishError
from devices.mqtt.spool import waiting
from devices.payloads import Received
from devices.selectors import reconcile
from referrals.kit.permissions import Role
from referrals.models import Attendance
from tests.devices import kit as kits
from tests.devices.kit import Kit
from tests.live.running import Running, accounted_for, eventually

pytestmark = pytest.mark.usefixtures("needs_mosquitto")


@pytest.fixture
def kit(committed_kit: Kit) -> Kit:
    return committed_kit


def minutes(kit: Kit, number: int, *, minute: timedelta = timedelta(minutes=1)) -> list[Received]:
    """One-minute totals of the last weeks, each of another minute."""
    begin = kit.hour(25, 0)
    return [
        kit.steps(
            id=f"m{index}",
            seq=index,
            start=begin + index * minute,
            end=begin + (index + 1) * minute,
            steps=index % 200,
        )
        for index in range(number)
    ]


def test_messages_become_readings_and_days(kit: Kit, running: Running) -> None:
    running.publish([kit.steps(), kit.scan()])
    eventually(lambda: Message.objects.count() == 2)
    eventually(lambda: DeviceDay.objects.filter(steps=1234).exists(), seconds=5)
    assert Attendance.objects.filter(session=kit.session, source="reader").count() == 1


def test_a_bad_message_is_kept_with_its_reason_beside_the_good_ones(kit: Kit, running: Running) -> None:
    topic = topics.topic_of(kit.wearable.public_id, Steps.kind)
    bad = [Received(topic, body, retained=False, received_at=kit.now) for body in (b"{", b"x" * 5000, b"{}")]
    running.publish([*bad[:2], kit.steps(), bad[2]])
    eventually(accounted_for(4))
    assert kits.reasons() == ["not-json", "too-large", "schema"]
    assert Reading.objects.count() == 1


def test_a_retained_message_is_rejected_and_cleared(kit: Kit, running: Running) -> None:
    running.publish([kit.steps()], retain=True)
    eventually(accounted_for(1))
    assert kits.reasons() == ["retained"]
    eventually(lambda: not retained(running))
    assert reconcile.messages()["received"] == 1


def retained(running: Running) -> list[str]:
    """What the broker still hands to whoever comes new."""
    found: list[str] = []
    account = running.account(next(iter(running.secrets))).of("consumer", running.broker.password)
    client = account.client("looker", MQTTProtocolVersion.MQTTv311)
    client.on_message = lambda _client, _data, message: found.append(message.topic)
    client.connect(account.host, account.port)
    client.subscribe(topics.subscription())
    ends = time.monotonic() + 1
    while time.monotonic() < ends:
        client.loop(timeout=0.1)
    client.disconnect()
    return found


def test_the_broker_keeps_each_device_to_its_own_topics(kit: Kit, running: Running) -> None:
    forged = kit.steps(device=kit.reader.public_id)
    with Publisher(running.account(str(kit.wearable.public_id))) as publisher:
        publisher.publish(forged.topic, forged.body)
    running.publish([kit.steps()])
    eventually(accounted_for(1))
    time.sleep(0.5)
    assert reconcile.messages()["received"] == 1


def test_a_disabled_device_is_shut_out_by_the_broker(kit: Kit, running: Running) -> None:
    devices.disable(device=kit.wearable, by=kit.world.ours.actor(Role.MANAGER), now=kit.now)
    accounts.write_accounts()
    eventually(lambda: is_refused(running, str(kit.wearable.public_id)))
    assert not is_refused(running, str(kit.reader.public_id))


def is_refused(running: Running, device: str) -> bool:
    try:
        with Publisher(running.account(device)):
            return False
    except PublishError:
        return True


def test_nothing_is_lost_when_the_consumer_is_killed_in_mid_stream(kit: Kit, running: Running) -> None:
    messages = minutes(kit, 1500)
    running.publish(messages[:500])
    eventually(Message.objects.exists)
    running.consumer.kill()
    running.publish(messages[500:1000])
    running.consumer.spawn()
    running.publish(messages[1000:])
    running.consumer.kill()
    running.consumer.spawn()
    expect_each_once(messages)


def test_nothing_is_lost_when_the_broker_is_killed(kit: Kit, running: Running) -> None:
    messages = minutes(kit, 900)
    messages = messages[::2] + messages[1::2]
    running.publish(messages[:300])
    kill_broker(running)
    running.consumer.kill()
    running.publish(messages[300:600])
    kill_broker(running)
    running.publish(messages[600:])
    running.consumer.spawn()
    expect_each_once(messages)


def test_a_database_that_went_away_is_waited_for(kit: Kit, running: Running) -> None:
    before, after = minutes(kit, 100)[:50], minutes(kit, 100)[50:]
    running.publish(before)
    eventually(accounted_for(50))
    end_other_connections()
    running.publish(after)
    expect_each_once(before + after)


def end_other_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_message_that_cannot_be_stored_holds_no_other_up_and_is_kept_until_it_can(kit: Kit, running: Running) -> None:
    messages = minutes(kit, 20)
    with refused_by_the_database("m7"):
        running.publish(messages)
        eventually(accounted_for(20))
    assert not Message.objects.filter(message_id="m7").exists()
    assert kits.reasons() == ["not-stored"]
    call_command("replay_rejected", "not-stored")
    expect_each_once(messages)


@contextmanager
def refused_by_the_database(message: str) -> Iterator[None]:
    """As if a fault of ours made this one impossible to write."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE devices_message ADD CONSTRAINT refused CHECK (message_id <> %s)", [message])
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE devices_message DROP CONSTRAINT refused")


def test_what_was_under_way_survives_the_end_of_both(kit: Kit, running: Running) -> None:
    messages = minutes(kit, 300)
    with held_up():
        # They reach a consumer that cannot store them yet, so nobody but the broker can have kept them.
        running.publish(messages)
        running.consumer.kill()
        kill_broker(running)
    running.consumer.spawn()
    expect_each_once(messages)


@contextmanager
def held_up() -> Iterator[None]:
    """Nobody can write a message while this lasts."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE devices_message IN SHARE MODE")
        yield


@pytest.mark.parametrize("number", [3000, pytest.param(50_000, marks=pytest.mark.long)])
def test_a_backlog_costs_its_own_length_holds_nothing_new_up_and_is_gone_once_the_consumer_is_back(
    kit: Kit, running: Running, number: int
) -> None:
    messages = minutes(kit, number, minute=timedelta(seconds=40))
    running.consumer.kill()
    before, began = written(running), time.monotonic()
    running.publish(messages)
    print(f"taken in without a consumer: {number / (time.monotonic() - began):,.0f} messages/s")  # noqa: T201
    sent = sum(len(message.topic) + len(message.body) for message in messages)
    # A quarter is heads and tails; Mosquitto's own way of saving wrote some thousand times as much.
    assert sent < written(running) - before < 2 * sent
    print(f"bytes written for each byte published: {(written(running) - before) / sent:.2f}")  # noqa: T201
    assert waiting(spool_of(running)).messages == number
    running.consumer.spawn()
    eventually(Message.objects.exists)
    began = time.monotonic()
    running.publish([kit.scan()])
    eventually(Message.objects.filter(kind="attendance").exists)
    print(f"a new message is stored after {time.monotonic() - began:.2f} s")  # noqa: T201
    assert number == 3000 or waiting(spool_of(running)).messages
    eventually(lambda: waiting(spool_of(running)).messages == 0, seconds=60)
    print(f"stored and gone after {time.monotonic() - began:.1f} s")  # noqa: T201
    expect_stored(messages, [kit.scan()])


def spool_of(running: Running) -> Path:
    assert running.broker.spool
    return running.broker.spool


def written(running: Running) -> int:
    """Bytes that the broker has written to files."""
    counts = Path(f"/proc/{running.broker.process.pid}/io").read_text().split()
    return int(counts[counts.index("wchar:") + 1])


def test_what_waits_in_the_session_of_an_earlier_release_is_stored_too(kit: Kit, running: Running) -> None:
    """It had a subscription, and what the broker kept for it; from now on nothing is kept there."""
    running.consumer.stop()
    leave_subscribed(running)
    messages = minutes(kit, 20)
    running.publish(messages[:10])
    for segment in spool_of(running).glob("*.segment"):
        segment.write_bytes(b"")
    running.consumer.spawn()
    expect_each_once(messages[:10])
    running.publish(messages[10:])
    expect_each_once(messages)
    assert reconcile.messages()["duplicate"] == 0


def leave_subscribed(running: Running) -> None:
    done: list[bool] = []
    client = Account.from_url(running.broker.url).client("", MQTTProtocolVersion.MQTTv5)
    client.on_subscribe = lambda *_: done.append(True)
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho leaves it untyped
    properties.SessionExpiryInterval = 3600
    client.connect("127.0.0.1", running.broker.port, properties=properties)
    client.subscribe(topics.subscription(), qos=1)
    while not done:
        client.loop(timeout=0.1)
    client.disconnect()


def kill_broker(running: Running) -> None:
    running.broker.process.kill()
    running.broker.process.start()


def expect_each_once(messages: list[Received]) -> None:
    expect_stored(messages, [])


def expect_stored(readings: list[Received], others: list[Received]) -> None:
    number = len(readings) + len(others)
    eventually(lambda: Message.objects.count() >= number)
    eventually(_all_days_built, seconds=10)
    assert Reading.objects.count() == len(readings)
    assert list(reconcile.faults()) == []
    assert reconcile.messages()["stored"] == number
    assert reconcile.messages()["rejected"] == {}


def _all_days_built() -> bool:
    return not ChangedDay.objects.exists()
