"""The real consumer on a real Mosquitto, beside the tests' own database."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import connection

from devices import credentials, handlers, heartbeat, topics
from devices.mqtt.account import Account
from devices.mqtt.publisher import Publisher
from devices.payloads import Received
from devices.selectors import reconcile
from socialrx.tools.demo.children import children
from socialrx.tools.servers import mqtt
from socialrx.tools.servers.mqtt import Broker
from socialrx.tools.servers.processes import Process, free_port, wait_for

# Seconds.
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Running:
    """A broker and a consumer of a test's own, started, and the accounts of devices on it."""

    broker: Broker
    consumer: Process
    secrets: dict[str, str]

    def account(self, device: str) -> Account:
        return Account.from_url(self.broker.url).of(device, self.secrets[device])

    def publish(self, messages: Sequence[Received], *, retain: bool = False) -> None:
        """Publish as the devices that the topics name; returns when the broker has acknowledged all."""
        for device in {message.topic.split("/")[3] for message in messages}:
            with Publisher(self.account(device)) as publisher:
                for message in messages:
                    if message.topic.split("/")[3] == device:
                        publisher.publish(message.topic, message.body, retain=retain)


def start(folder: Path, secrets: dict[str, str]) -> Running:
    """Start both; `secrets` are those of the devices in the table, by public id."""
    broker = mqtt.prepare(folder / "mqtt", kind="mosquitto", port=free_port(), password="consumer's own")
    hashes = {name: credentials.hash_secret(secret) for name, secret in secrets.items()}
    credentials.replace(broker.password_file, credentials.parse(broker.password_file.read_text()) | hashes)
    access_list = broker.password_file.with_name(topics.ACCESS_LIST)
    credentials.replace_text(access_list, topics.access_list(mqtt.CONSUMER, handlers.declared()))
    broker.process.start()
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {"DATABASE_URL": database.geturl(), "MQTT_URL": broker.url, "MQTT_SPOOL": str(broker.spool)}
    product = children(folder, port=0, notify_port=0, environment=environment, simulate=False)
    consumer = next(process for process in product if process.name == "consumer")
    cache.delete(heartbeat.KEY)
    consumer.spawn()
    eventually(heartbeat.is_alive)
    return Running(broker, consumer, secrets)


def eventually(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Fail unless the condition becomes true in time."""
    assert wait_for(condition, seconds)


def accounted_for(number: int) -> Callable[[], bool]:
    """Whether so many messages have at least arrived."""
    return lambda: reconcile.messages()["received"] >= number
