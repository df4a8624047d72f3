"""Publishing as a device does: MQTT 3.1.1, QoS 1, under its own account."""

import threading
import time
from collections.abc import Iterable

from paho.mqtt.client import Client, ConnectFlags, MQTTMessageInfo
from paho.mqtt.enums import MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from devices.mqtt.account import Account, leave

NO_ANSWER = "no answer"


class PublishError(Exception):
    """The broker refused the account, or did not acknowledge in time."""


class Publisher:
    """A device's connection: `with Publisher(account) as publisher: publisher.publish(topic, body)`.

    Leaving the block waits until the broker has acknowledged everything.
    """

    def __init__(self, account: Account, *, seconds: float = 30) -> None:
        self._account = account
        self._seconds = seconds
        self._answered = threading.Event()
        self._refusal = NO_ANSWER
        self._waiting: list[MQTTMessageInfo] = []
        self._client = account.client(account.name, MQTTProtocolVersion.MQTTv311)
        self._client.max_inflight_messages_set(1000)
        self._client.on_connect = self._on_connect

    def __enter__(self) -> "Publisher":
        try:
            self._client.connect(self._account.host, self._account.port)
        except OSError as error:
            raise PublishError(str(error)) from error
        self._client.loop_start()
        if not self._answered.wait(self._seconds) or self._refusal:
            leave(self._client)
            raise PublishError(self._refusal)
        return self

    @classmethod
    def patiently(cls, account: Account, *, seconds: float = 10) -> "Publisher":
        """A publisher for an account that was made a moment ago: it waits until the broker has read of it."""
        ends = time.monotonic() + seconds
        while True:
            try:
                with cls(account):
                    return cls(account)
            except PublishError:
                if time.monotonic() > ends:
                    raise
                time.sleep(0.2)

    def publish(self, topic: str, body: bytes, *, retain: bool = False) -> None:
        """Hand a message over; it is acknowledged at the end of the block."""
        self._waiting.append(self._client.publish(topic, body, qos=1, retain=retain))

    def __exit__(self, kind: object, _error: object, _at: object) -> None:
        try:
            if kind is None:
                self._wait(self._waiting)
        finally:
            leave(self._client)

    def _wait(self, waiting: Iterable[MQTTMessageInfo]) -> None:
        for message in waiting:
            message.wait_for_publish(self._seconds)
            if not message.is_published():
                raise PublishError(NO_ANSWER)

    def _on_connect(
        self, _client: Client, _data: object, _flags: ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        self._refusal = str(reason) if reason.is_failure else ""
        self._answered.set()
