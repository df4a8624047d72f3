"""The consumer's connection: durable, acknowledged by hand, restored by itself."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from devices.mqtt.account import Account, leave
from devices.payloads import Received
from devices.topics import EVERYTHING

# Seconds. The longest that MQTT can say: the broker keeps our session and its messages until we are back.
FOR_EVER = 0xFFFFFFFF
KEEPALIVE = 30
LONGEST_PAUSE = 5


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message and what acknowledging it takes: its number on the connection that delivered it."""

    received: Received
    number: int
    qos: int
    connection: int


class Subscriber:
    """A session on the broker that outlives connections and this process.

    `deliver` is called on the network thread and must return at once. A message stays the broker's
    until it is acknowledged on the connection that delivered it; after a new connection the broker sends it again.
    Without a topic it takes only what has been waiting since there was one.
    """

    def __init__(
        self,
        account: Account,
        *,
        client_id: str,
        topic: str,
        window: int,
        deliver: Callable[[Delivery], None],
    ) -> None:
        self._account = account
        self._topic = topic
        self._window = window
        self._deliver = deliver
        self._started = False
        self._lock = threading.Lock()
        self._connection = 0
        self._connected = False
        self._subscribed = False
        self._client = account.client(client_id, MQTTProtocolVersion.MQTTv5, manual_ack=True)
        self._client.reconnect_delay_set(min_delay=1, max_delay=LONGEST_PAUSE)
        # Before connecting: what the broker kept for us comes right after its first answer.
        self._client.on_message = self._on_message
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = self._on_subscribe
        self._client.on_disconnect = self._on_disconnect

    @property
    def is_listening(self) -> bool:
        """Whether the broker has granted the subscription on the connection that stands."""
        return self._subscribed

    def is_current(self, delivery: Delivery) -> bool:
        """Whether the delivery's connection still stands; if not, the broker will send the message again."""
        return self._connected and delivery.connection == self._connection

    def start(self) -> None:
        """Connect in the background, again and again until it succeeds. Once started, nothing more happens."""
        if self._started:
            return
        self._started = True
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho leaves it untyped
        properties.SessionExpiryInterval = FOR_EVER
        properties.ReceiveMaximum = self._window
        self._client.connect_async(
            self._account.host, self._account.port, keepalive=KEEPALIVE, clean_start=False, properties=properties
        )
        self._client.loop_start()

    def stop(self) -> None:
        """Leave; the broker keeps the session."""
        leave(self._client)

    def acknowledge(self, deliveries: Iterable[Delivery]) -> None:
        """Let the broker forget the messages, in the order given; those of an earlier connection are left alone."""
        for delivery in deliveries:
            with self._lock:
                if self.is_current(delivery):
                    self._client.ack(delivery.number, delivery.qos)

    def clear(self, topic: str) -> None:
        """Remove what the broker retains under a topic."""
        self._client.publish(topic, b"", retain=True)

    def _on_connect(
        self, client: Client, _data: object, _flags: ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            return
        with self._lock:
            self._connection += 1
            self._connected = True
        if not self._topic:
            client.unsubscribe(EVERYTHING)
            return
        # Without `retainAsPublished` a retained message looks like any other on a live subscription.
        options = SubscribeOptions(
            qos=1, retainAsPublished=True, retainHandling=SubscribeOptions.RETAIN_SEND_IF_NEW_SUB
        )
        client.subscribe(self._topic, options=options)

    def _on_subscribe(
        self, _client: Client, _data: object, _number: int, granted: list[ReasonCode], _properties: Properties | None
    ) -> None:
        self._subscribed = not any(reason.is_failure for reason in granted)

    def _on_disconnect(
        self,
        _client: Client,
        _data: object,
        _flags: DisconnectFlags,
        _reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        with self._lock:
            self._connected = self._subscribed = False

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        received = Received(message.topic, bytes(message.payload), message.retain, datetime.now(UTC))
        self._deliver(Delivery(received, message.mid, message.qos, self._connection))
