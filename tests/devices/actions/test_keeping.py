"""Keeping devices, lending them, and keeping the tables and the broker's accounts in order."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from devices import credentials
from devices.actions import broker, devices, loans, partitions, retention
from devices.kinds import DeviceKind
from devices.models import Device, Message, Reading, Rejected
from devices.selectors import devices as devices_read
from devices.selectors import loans as loans_read
from devices.selectors import reconcile
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent
from tests.devices import kit as kits
from tests.devices.kit import Kit
from tests.support.world import register


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.RaisesExc(Refusal, check=lambda refusal: refusal.code == code)


def test_a_secret_is_shown_once_and_kept_as_a_hash(kit: Kit) -> None:
    manager = kit.world.ours.actor(Role.MANAGER)
    device, secret = devices.register(
        organisation=kit.world.ours.team, kind=DeviceKind.WEARABLE, label="W", serial="S1", by=manager
    )
    assert credentials.verify(secret, device.secret_hash)
    again = devices.rotate_secret(device=device, by=manager)
    device.refresh_from_db()
    assert credentials.verify(again, device.secret_hash)
    assert not credentials.verify(secret, device.secret_hash)
    assert AuditEvent.objects.filter(did__startswith="device.", object_id=device.pk).count() == 2


def test_keeping_devices_has_its_rules(kit: Kit) -> None:
    ours, theirs = kit.world.ours, kit.world.theirs
    manager, stranger = ours.actor(Role.MANAGER), theirs.actor(Role.MANAGER)
    kept: dict[str, Any] = {"organisation": ours.team, "kind": DeviceKind.WEARABLE, "label": "W"}
    with refused("not-permitted"):
        devices.register(**kept, by=ours.actor(Role.GP))
    with refused("not-found"):
        devices.register(**kept, by=stranger)
    with refused("site"):
        devices.register(**kept, site=ours.provider, by=manager)
    devices.register(**kept, serial="S1", by=manager)
    with refused("serial-taken"):
        devices.register(**kept, serial="S1", by=manager)
    with refused("not-found"):
        devices.disable(device=kit.wearable, by=stranger, now=kit.now)


def test_a_disabled_device_comes_back_when_it_is_enabled(kit: Kit) -> None:
    manager = kit.world.ours.actor(Role.MANAGER)
    devices.disable(device=kit.wearable, by=manager, now=kit.now)
    with refused("disabled"):
        devices.rotate_secret(device=kit.wearable, by=manager)
    assert kit.store(kit.steps()) == {"unknown-device": 1}
    devices.enable(device=kit.wearable, by=manager)
    assert kit.store(kit.steps()) == {"stored": 1}


def test_lending_has_its_rules(kit: Kit) -> None:
    ours, link_worker = kit.world.ours, kit.world.ours.actor(Role.LINK_WORKER)
    free = kits.wearable_of(kit.world, "Wristband 2")
    lend: dict[str, Any] = {"person": ours.person, "by": link_worker, "now": kit.now}
    with refused("on-loan"):
        loans.lend(device=kit.wearable, **lend)
    with refused("not-lendable"):
        loans.lend(device=kit.reader, **lend)
    with refused("not-permitted"):
        loans.lend(device=free, person=ours.person, by=ours.actor(Role.GP), now=kit.now)
    with refused("not-found"):
        loans.lend(device=free, person=kit.world.theirs.person, by=link_worker, now=kit.now)
    with refused("not-agreed"):
        loans.lend(device=free, person=register(ours, family_name="Other"), by=SCHEDULE, now=kit.now)
    with refused("period"):
        loans.lend(device=free, **lend, starts_at=kit.now + timedelta(minutes=1))
    assert list(devices_read.free_wearables(link_worker)) == [free]
    loans.lend(device=free, **lend)
    assert not devices_read.free_wearables(link_worker).exists()
    assert loans_read.of_person(ours.person, link_worker).count() == 2


def test_taking_back_and_correcting_have_their_rules(kit: Kit) -> None:
    link_worker = kit.world.ours.actor(Role.LINK_WORKER)
    with refused("period"):
        loans.correct(loan=kit.loan, starts_at=kit.now, ends_at=kit.hour(3, 0), by=link_worker, now=kit.now)
    with refused("not-found"):
        loans.take_back(loan=kit.loan, by=kit.world.theirs.actor(Role.LINK_WORKER), now=kit.now)
    returned = loans.take_back(loan=kit.loan, by=link_worker, now=kit.now)
    assert returned.ends_at == kit.now
    assert AuditEvent.objects.filter(did="device.returned").exists()


def test_the_brokers_accounts_are_the_enabled_devices_the_consumer_and_other_servers(
    kit: Kit, tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "passwords"
    path.write_text(f"watcher:$7$of-another-server\nguard-1:$7$retired\n{kit.world.ours.person.public_id}:$7$gone\n")
    settings.MQTT_PASSWORD_FILE = str(path)
    settings.MQTT_URL = "mqtt://consumer:its%20own@127.0.0.1:1883"
    devices.disable(device=kit.reader, by=kit.world.ours.actor(Role.MANAGER), now=kit.now)
    assert broker.write_accounts() == 1
    accounts = credentials.parse(path.read_text())
    assert credentials.verify("its own", accounts.pop("consumer"))
    assert accounts == {
        "watcher": "$7$of-another-server",
        str(kit.wearable.public_id): Device.objects.get(pk=kit.wearable.pk).secret_hash,
    }


def test_a_broker_that_keeps_its_own_accounts_is_left_alone(db: None, settings: Settings) -> None:
    settings.MQTT_PASSWORD_FILE = ""
    assert broker.write_accounts() == 0


def partition_of(reading: Reading) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableoid::regclass::text FROM devices_reading WHERE message_id = %s", [reading.message_id]
        )
        return str(cursor.fetchone()[0])


def drop_partitions() -> None:
    """As in a new database, whatever other tests left; undone with the test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'devices_reading'::regclass"
            " AND inhrelid <> 'devices_reading_default'::regclass"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {name}")


def test_each_month_gets_its_partition_with_what_the_default_one_caught(kit: Kit) -> None:
    drop_partitions()
    kit.store(kit.steps())
    reading = Reading.objects.get()
    assert partition_of(reading) == "devices_reading_default"
    assert len(partitions.ensure(today=kit.world.today)) == 17
    assert partition_of(reading) == f"devices_reading_{reading.starts_at:%Y_%m}"
    assert partitions.ensure(today=kit.world.today) == []
    assert kit.store(kit.steps(id="m2", seq=2, steps=5)) == {"stored": 1}
    assert Reading.objects.get().value == 5


def test_partitions_reach_as_far_as_messages_do() -> None:
    months = partitions.months(date(2026, 1, 31))
    assert (months[0], months[-1]) == (date(2024, 11, 1), date(2026, 3, 1))


def test_what_is_forgotten_for_age_still_adds_up(kit: Kit) -> None:
    kit.store(kit.steps(), kit.steps(id="m2", seq=2, steps=5), kit.steps(id="m3", steps=99_999), kit.scan())
    before = reconcile.messages()
    assert retention.forget(now=kit.now + timedelta(days=399)) == {}
    forgotten = retention.forget(now=kit.now + timedelta(days=401))
    assert forgotten == {"stored": 2, "superseded": 1, "implausible": 1}
    assert reconcile.messages() == before
    assert not Message.objects.exists()
    assert not Rejected.objects.exists()
    assert Reading.objects.count() == 1
