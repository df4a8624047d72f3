"""What both private brokers promise, and what only Mosquitto does, from the very file that production mounts."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.reasoncodes import ReasonCode

from devices import credentials, handlers, topics
from devices.mqtt import spool
from devices.mqtt.account import leave
from devices.mqtt.spool import Spool
from socialrx.tools.servers import mqtt
from socialrx.tools.servers.mqtt import Broker
from socialrx.tools.servers.processes import free_port, wait_for

VERSIONS = [MQTTProtocolVersion.MQTTv311, MQTTProtocolVersion.MQTTv5]
# The answer to a publish by MQTT 5.
NOT_AUTHORIZED = 0x87
TOPIC = "socialrx/v1/devices/device-1/steps"


class Client:
    """A small MQTT client that waits: every call returns once the broker has answered."""

    def __init__(self, port: int, name: str, secret: str, version: int = MQTTProtocolVersion.MQTTv5) -> None:
        self.received: list[paho.MQTTMessage] = []
        self.connected: list[ReasonCode] = []
        self.answers: list[ReasonCode] = []
        self.refused = threading.Event()
        self._subscribed = threading.Event()
        self.paho = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion(version))
        self.paho.username_pw_set(name, secret)
        self.paho.on_message = lambda _client, _data, message: self.received.append(message)
        self.paho.on_connect = lambda _client, _data, _flags, reason, _properties: self.connected.append(reason)
        self.paho.on_publish = lambda _client, _data, _id, reason, _properties: self.answers.append(reason)
        self.paho.on_disconnect = lambda *_: self.refused.set()
        self.paho.on_subscribe = lambda *_: self._subscribed.set()
        self.paho.connect("127.0.0.1", port)
        self.paho.loop_start()
        wait_for(lambda: bool(self.connected) or self.refused.is_set(), seconds=5)

    @property
    def is_in(self) -> bool:
        return bool(self.connected) and not self.connected[-1].is_failure

    def subscribe(self, topic: str) -> None:
        self._subscribed.clear()
        self.paho.subscribe(topic, qos=1)
        assert self._subscribed.wait(5)

    def publish(self, topic: str, body: bytes = b"{}") -> None:
        self.paho.publish(topic, body, qos=1).wait_for_publish(5)

    def close(self) -> None:
        leave(self.paho)


Connect = Callable[..., Client]


@pytest.fixture
def connect() -> Iterator[Connect]:
    made: list[Client] = []

    def open_one(*arguments: Any, **named: Any) -> Client:
        made.append(Client(*arguments, **named))
        return made[-1]

    yield open_one
    for client in made:
        client.close()


@pytest.fixture(params=["mosquitto", "iotcore"])
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Broker]:
    """Either broker, with two devices and the consumer as accounts."""
    if request.param == "mosquitto":
        request.getfixturevalue("needs_mosquitto")
    yield from running(tmp_path, request.param)


@pytest.fixture
def mosquitto(needs_mosquitto: None, tmp_path: Path) -> Iterator[Broker]:
    yield from running(tmp_path, "mosquitto")


def running(folder: Path, kind: str) -> Iterator[Broker]:
    broker = mqtt.prepare(folder / "mqtt", kind=kind, port=free_port(), password="the consumer's")
    add_accounts(broker, {"device-1": "secret 1", "device-2": "secret 2"})
    access_list = broker.password_file.with_name(topics.ACCESS_LIST)
    credentials.replace_text(access_list, topics.access_list(mqtt.CONSUMER, handlers.declared()))
    broker.process.start()
    yield broker
    broker.process.stop()


def add_accounts(broker: Broker, secrets: dict[str, str]) -> None:
    hashes = {name: credentials.hash_secret(secret) for name, secret in secrets.items()}
    credentials.replace(broker.password_file, credentials.parse(broker.password_file.read_text()) | hashes)


def consumer(connect: Connect, broker: Broker, **named: Any) -> Client:
    url = urlsplit(broker.url)
    return connect(url.port, url.username, url.password, **named)


@pytest.mark.parametrize("version", VERSIONS, ids=["3.1.1", "5"])
def test_a_device_publishes_to_the_consumer_in_either_version(broker: Broker, connect: Connect, version: int) -> None:
    reader = consumer(connect, broker, version=version)
    reader.subscribe("$share/consumers/socialrx/v1/devices/#")
    device = connect(broker.port, "device-1", "secret 1", version)
    device.publish(TOPIC, b'{"id": "1"}')
    assert wait_for(lambda: bool(reader.received), seconds=5)
    assert (reader.received[0].topic, reader.received[0].payload) == (TOPIC, b'{"id": "1"}')


@pytest.mark.parametrize("version", VERSIONS, ids=["3.1.1", "5"])
@pytest.mark.parametrize(("name", "secret"), [("device-1", "secret 2"), ("stranger", "secret 1"), ("", "")])
def test_a_wrong_secret_is_refused(broker: Broker, connect: Connect, version: int, name: str, secret: str) -> None:
    assert not connect(broker.port, name, secret, version).is_in


def test_an_account_added_while_the_broker_runs_gets_in(broker: Broker, connect: Connect) -> None:
    assert not connect(broker.port, "device-3", "secret 3").is_in
    add_accounts(broker, {"device-3": "secret 3"})
    assert wait_for(lambda: connect(broker.port, "device-3", "secret 3").is_in, seconds=5)


def test_an_account_taken_away_while_the_broker_runs_is_refused(broker: Broker, connect: Connect) -> None:
    file = broker.password_file
    assert connect(broker.port, "device-1", "secret 1").is_in
    accounts = credentials.parse(file.read_text())
    del accounts["device-1"]
    credentials.replace(file, accounts)
    assert wait_for(lambda: not connect(broker.port, "device-1", "secret 1").is_in, seconds=5)


def test_a_device_writes_to_its_own_topics_only(mosquitto: Broker, connect: Connect) -> None:
    reader = consumer(connect, mosquitto)
    reader.subscribe("socialrx/v1/devices/#")
    device = connect(mosquitto.port, "device-2", "secret 2")
    device.publish(TOPIC)
    device.publish("elsewhere")
    device.publish("socialrx/v1/devices/device-2/steps")
    assert wait_for(lambda: bool(reader.received), seconds=5)
    assert [message.topic for message in reader.received] == ["socialrx/v1/devices/device-2/steps"]


@pytest.mark.parametrize("kind", ["environment", "unheard-of"])
def test_a_topic_that_nothing_handles_is_refused(mosquitto: Broker, connect: Connect, kind: str) -> None:
    reader = consumer(connect, mosquitto)
    reader.subscribe("socialrx/v1/devices/#")
    device = connect(mosquitto.port, "device-1", "secret 1")
    device.publish(f"socialrx/v1/devices/device-1/{kind}")
    device.publish(TOPIC)
    assert [answer.value for answer in device.answers] == [NOT_AUTHORIZED, 0]
    # Version 3.1.1 has no word for it: what is refused is acknowledged, and goes nowhere.
    old = connect(mosquitto.port, "device-2", "secret 2", MQTTProtocolVersion.MQTTv311)
    old.publish(f"socialrx/v1/devices/device-2/{kind}")
    old.publish("socialrx/v1/devices/device-2/steps")
    assert wait_for(lambda: len(reader.received) == 2, seconds=5)
    assert [message.topic for message in reader.received] == [TOPIC, "socialrx/v1/devices/device-2/steps"]


def test_a_device_hears_nothing(mosquitto: Broker, connect: Connect) -> None:
    spy = connect(mosquitto.port, "device-2", "secret 2")
    for topic in ("#", "$SYS/#", "socialrx/v1/devices/device-2/#", "$share/consumers/socialrx/v1/devices/#"):
        spy.subscribe(topic)
    reader = consumer(connect, mosquitto)
    reader.subscribe("socialrx/v1/devices/#")
    connect(mosquitto.port, "device-1", "secret 1").publish(TOPIC)
    assert wait_for(lambda: bool(reader.received), seconds=5)
    assert spy.received == []


def test_the_consumer_sees_the_brokers_own_figures_and_the_broker_retains_nothing(
    mosquitto: Broker, connect: Connect
) -> None:
    connect(mosquitto.port, "device-1", "secret 1").paho.publish(TOPIC, b"{}", qos=1, retain=True).wait_for_publish(5)
    reader = consumer(connect, mosquitto)
    reader.subscribe("$SYS/broker/publish/messages/dropped")
    reader.subscribe("socialrx/v1/devices/#")
    assert wait_for(lambda: bool(reader.received), seconds=15)
    assert [message.topic for message in reader.received] == ["$SYS/broker/publish/messages/dropped"]
    assert mosquitto.spool
    assert [message.retained for message in Spool(mosquitto.spool).read(9)] == [True]


def test_a_packet_over_64_kib_is_refused(mosquitto: Broker, connect: Connect) -> None:
    device = connect(mosquitto.port, "device-1", "secret 1", MQTTProtocolVersion.MQTTv311)
    device.refused.clear()
    device.paho.publish(TOPIC, b"x" * 65536, qos=1)
    assert device.refused.wait(5)


def test_what_mosquitto_acknowledged_survives_its_kill(mosquitto: Broker, connect: Connect) -> None:
    device = connect(mosquitto.port, "device-1", "secret 1")
    for number in range(1500):
        device.paho.publish(TOPIC, str(number).encode(), qos=1)
    device.paho.publish(TOPIC, b"last", qos=1).wait_for_publish(20)
    mosquitto.process.kill()
    mosquitto.process.start()
    other = connect(mosquitto.port, "device-2", "secret 2")
    other.publish(TOPIC.replace("device-1", "device-2"), b"after")
    assert mosquitto.spool
    # The reader takes the newest file first.
    kept = sorted(Spool(mosquitto.spool).read(9999), key=lambda message: message.received_at)
    assert [message.body for message in kept] == [*(str(number).encode() for number in range(1500)), b"last", b"after"]
    assert {message.topic for message in kept[:-1]} == {TOPIC}


def test_a_broker_without_room_acknowledges_nothing_that_it_does_not_keep(mosquitto: Broker, connect: Connect) -> None:
    assert mosquitto.spool
    configuration = mosquitto.spool.with_name("mosquitto.conf")
    configuration.write_text(re.sub(r"(?<=least_free )\d+", str(1 << 60), configuration.read_text()))
    mosquitto.process.stop()
    mosquitto.process.start()
    device = connect(mosquitto.port, "device-1", "secret 1")
    device.refused.clear()
    sent = device.paho.publish(TOPIC, b"{}", qos=1)
    assert device.refused.wait(5)
    assert not sent.is_published()
    assert spool.waiting(mosquitto.spool).messages == 0
