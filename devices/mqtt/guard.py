"""What makes Mosquitto's acknowledgement a promise: the message survives a `kill -9` of the broker.

With `autosave_on_changes` Mosquitto 2.0 saves at the end of each round in which a message began to wait for somebody;
one that goes straight to a connected client is not counted as a change (`db__message_insert` in its `database.c`). So
what is under way to the consumer would be lost with the broker. A guard is a session that is subscribed but not
connected: every message waits for it, hence every round is saved. Nobody reads what waits for a guard.
"""

import threading
import time

from paho.mqtt.client import Client, ConnectFlags
from paho.mqtt.enums import MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from devices.credentials import GUARDS
from devices.mqtt.account import Account

# They are emptied after so many messages or seconds, since each save writes all that waits for it.
MESSAGES, SECONDS = 200, 60
# Seconds that a guard outlasts us; from then on our own session waits, which is guard enough.
OUTLASTS = 600
# Seconds for the broker to answer.
PATIENCE = 10


class GuardError(Exception):
    """The broker refused a guard, or did not answer."""


class Guard:
    """The two sessions on the broker, under their own accounts and the consumer's password."""

    def __init__(self, account: Account, topic: str) -> None:
        self._account = account
        self._topic = topic
        self._due = threading.Event()
        self._waiting = 0

    def stand(self) -> None:
        """Make both anew and empty, one after the other. OSError when the broker is not there; GuardError."""
        # Two, so that one stands while the other is made anew; a session belongs to its account.
        for name in GUARDS:
            account = self._account.of(name, self._account.password)
            _Visit(account, clean=True).make()
            _Visit(account, self._topic, clean=False).make()

    def count(self, messages: int) -> None:
        """So many more messages wait for each guard."""
        self._waiting += messages
        if self._waiting >= MESSAGES:
            self._waiting = 0
            self.wake()

    def wait(self) -> None:
        """Return when the guards are due to be made anew, or at `wake`."""
        self._due.wait(SECONDS)
        self._due.clear()

    def wake(self) -> None:
        self._due.set()


class _Visit:
    """One connection, which leaves a session behind: an empty one, or one that is subscribed."""

    def __init__(self, account: Account, topic: str = "", *, clean: bool) -> None:
        self._account = account
        self._topic = topic
        self._clean = clean
        self._done = False
        self._client = account.client(account.name, MQTTProtocolVersion.MQTTv5)
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = self._on_subscribe

    def make(self) -> None:
        """Come and go. OSError when the broker is not there; GuardError."""
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho leaves it untyped
        properties.SessionExpiryInterval = OUTLASTS
        self._client.connect(self._account.host, self._account.port, clean_start=self._clean, properties=properties)
        ends = time.monotonic() + PATIENCE
        while self._client.loop(timeout=0.1) is MQTTErrorCode.MQTT_ERR_SUCCESS and time.monotonic() < ends:
            pass
        if not self._done:
            message = f"{self._account.name} was not let in"
            raise GuardError(message)

    def _on_connect(
        self, client: Client, _data: object, _flags: ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            return
        if self._topic:
            client.subscribe(self._topic, qos=1)
        else:
            self._leave()

    def _on_subscribe(
        self, _client: Client, _data: object, _number: int, granted: list[ReasonCode], _properties: Properties | None
    ) -> None:
        if not any(reason.is_failure for reason in granted):
            self._leave()

    def _leave(self) -> None:
        self._done = True
        self._client.disconnect()
