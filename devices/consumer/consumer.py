"""The consumer's two workers: one stores what arrived, the other works out the days that changed."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from redis import RedisError

from devices import heartbeat, topics
from devices.actions import days, ingest
from devices.mqtt.account import Account
from devices.mqtt.guard import Guard
from devices.mqtt.subscriber import Delivery, Subscriber
from devices.quota import Quota

LARGEST_BATCH = 1000
# Seconds from the first message of a batch until it is stored even if it is small.
BATCH_TIME = 0.01
# Messages that the broker sends before it waits for acknowledgements, so that the next batch fills while one is stored.
WINDOW = 4 * LARGEST_BATCH
# Seconds.
SIGN_EVERY = 3
PAUSE_AFTER_FAILURE = 1
IDLE = 0.5
STOP_WITHIN = 5
UNREACHABLE = (OperationalError, InterfaceError)

log = logging.getLogger(__name__)


class Consumer:
    """Store, commit, then acknowledge. A failure of the database or the broker only makes it wait."""

    def __init__(self, *, client_id: str) -> None:
        self._inbox: queue.SimpleQueue[Delivery] = queue.SimpleQueue()
        self._quota = Quota()
        self._stopping = threading.Event()
        self._stored = threading.Event()
        self._signed_at = 0.0
        account = Account.from_url(settings.MQTT_URL, ca_file=settings.MQTT_CA_FILE)
        self._guard = Guard(account, topics.subscription(""))
        self._subscriber = Subscriber(
            account,
            client_id=client_id,
            topic=topics.subscription(settings.MQTT_SHARE_GROUP),
            window=WINDOW,
            deliver=self._deliver,
            connected=self._guard.wake,
        )
        self._threads = [
            threading.Thread(name=work.__name__, target=self._repeat, args=[work], daemon=True)
            for work in (self._stand_guard, self._store_next, self._build_days)
        ]

    def start(self, *_: object) -> None:
        """Begin, in threads of their own."""
        for thread in self._threads:
            thread.start()

    def stop(self, *_: object) -> None:
        """Finish the batch in hand and leave; the broker keeps what was not acknowledged."""
        self._stopping.set()
        self._stored.set()
        self._guard.wake()
        for thread in self._threads:
            thread.join(STOP_WITHIN)
        self._subscriber.stop()

    terminate = stop

    def _repeat(self, work: Callable[[], None]) -> None:
        """Do the work again and again until the end, whatever happens meanwhile."""
        while not self._stopping.is_set():
            try:
                work()
            except Exception as error:  # noqa: BLE001  # a thread that ends would stop the intake in silence
                self._pause(work.__name__, error)
        connection.close()

    def _pause(self, what: str, error: Exception) -> None:
        # A message of the database may quote a row, so only its kind is logged.
        log.warning("%s failed and is tried again: %s", what, type(error).__name__)
        connection.close()
        self._stopping.wait(PAUSE_AFTER_FAILURE)

    def _stand_guard(self) -> None:
        """The guards stand before the first message comes, and are emptied when they are due."""
        self._guard.stand()
        self._subscriber.start()
        self._guard.wait()

    def _deliver(self, delivery: Delivery) -> None:
        """Judge once, as it comes, whether its device sends too much."""
        received = delivery.received
        device = topics.device_of(received.topic)
        if not self._quota.takes(device, received.received_at):
            delivery = replace(delivery, received=replace(received, over_quota=True))
        self._inbox.put(delivery)

    def _store_next(self) -> None:
        batch = self._gather()
        while batch and not self._stopping.is_set():
            try:
                self._store(batch)
                break
            except UNREACHABLE as error:
                self._pause(f"a batch of {len(batch)}", error)
        self._guard.count(len(batch))
        self._give_sign()

    def _gather(self) -> list[Delivery]:
        """The next batch: as many messages as there are, up to the largest batch or the batch time.

        Those of a connection that is gone are stored, too; when the broker sends them again they are duplicates.
        """
        batch: list[Delivery] = []
        ends = None
        while len(batch) < LARGEST_BATCH:
            patience = IDLE if ends is None else ends - time.monotonic()
            try:
                batch.append(self._inbox.get(timeout=patience) if patience > 0 else self._inbox.get_nowait())
            except queue.Empty:
                break
            ends = ends or time.monotonic() + BATCH_TIME
        return batch

    def _store(self, batch: Sequence[Delivery]) -> None:
        try:
            self._commit(batch)
        except UNREACHABLE:
            raise
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one message must not stop the others
            connection.close()
            if len(batch) == 1:
                self._set_aside(batch[0], error)
                return
            self._store(batch[: len(batch) // 2])
            self._store(batch[len(batch) // 2 :])

    def _set_aside(self, delivery: Delivery, error: Exception) -> None:
        """Quarantine a message that a fault of ours makes impossible to store; if that fails, the broker keeps it."""
        log.error("a message to %s could not be stored: %s", delivery.received.topic, type(error).__name__)
        try:
            ingest.set_aside(received=delivery.received)
        except UNREACHABLE:
            raise
        except Exception as again:  # noqa: BLE001  # the others of the batch come next
            connection.close()
            log.warning("and could not be kept: %s", type(again).__name__)
            return
        self._subscriber.acknowledge([delivery])

    def _commit(self, batch: Sequence[Delivery]) -> None:
        """Store in one transaction, and acknowledge once it is committed."""
        # An empty retained message removes one, ours too; it says nothing that could be stored.
        speaking = [d.received for d in batch if d.received.body or not d.received.retained]
        ingest.store(batch=speaking, now=timezone.now())
        for topic in {received.topic for received in speaking if received.retained}:
            self._subscriber.clear(topic)
        self._subscriber.acknowledge(batch)
        self._stored.set()

    def _build_days(self) -> None:
        if not days.rebuild():
            self._stored.wait(IDLE)
            self._stored.clear()

    def _give_sign(self) -> None:
        if not self._subscriber.is_listening or time.monotonic() - self._signed_at < SIGN_EVERY:
            return
        self._signed_at = time.monotonic()
        try:
            heartbeat.give()
        except RedisError as error:
            log.warning("no sign of life could be given: %s", type(error).__name__)
