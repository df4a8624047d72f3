"""The consumer's two workers: one stores what arrived, the other works out the days that changed."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from redis import RedisError

from devices import heartbeat, topics
from devices.actions import days, ingest
from devices.mqtt.account import Account
from devices.mqtt.spool import Spool
from devices.mqtt.subscriber import Delivery, Subscriber
from devices.quota import Quota

LARGEST_BATCH = 1000
# Seconds from the first message of a batch until it is stored even if it is small.
BATCH_TIME = 0.01
# The connection of what was read from the spool: none, so that there is nothing to acknowledge.
SPOOLED = -1
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
        self._longest = timedelta()
        self._spool = Spool(Path(settings.MQTT_SPOOL)) if settings.MQTT_SPOOL else None
        self._subscriber = Subscriber(
            Account.from_url(settings.MQTT_URL, ca_file=settings.MQTT_CA_FILE),
            client_id=client_id,
            topic="" if self._spool else topics.subscription(settings.MQTT_SHARE_GROUP),
            window=WINDOW,
            deliver=lambda delivery: self._inbox.put(self._judged(delivery)),
        )
        self._threads = [
            threading.Thread(name=work.__name__, target=self._repeat, args=[work], daemon=True)
            for work in (self._store_next, self._build_days)
        ]

    def start(self, *_: object) -> None:
        """Begin, in threads of their own."""
        if not self._spool:
            self._subscriber.start()
        for thread in self._threads:
            thread.start()

    def stop(self, *_: object) -> None:
        """Finish the batch in hand and leave; the broker keeps what was not acknowledged."""
        self._stopping.set()
        self._stored.set()
        for thread in self._threads:
            thread.join(STOP_WITHIN)
        self._subscriber.stop()
        if self._spool:
            self._spool.release()

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

    def _judged(self, delivery: Delivery) -> Delivery:
        """Judge once, as it comes, whether its device sends too much."""
        received = delivery.received
        if self._quota.takes(topics.device_of(received.topic), received.received_at):
            return delivery
        return replace(delivery, received=replace(received, over_quota=True))

    def _store_next(self) -> None:
        batch = self._gather()
        while batch and not self._stopping.is_set():
            try:
                self._store(batch)
                self._forget(batch)
                break
            except UNREACHABLE as error:
                self._pause(f"a batch of {len(batch)}", error)
        self._give_sign()

    def _forget(self, batch: Sequence[Delivery]) -> None:
        """What was read from the spool is stored, or set aside."""
        self._longest = max(self._longest, timezone.now() - min(delivery.received.received_at for delivery in batch))
        if self._spool:
            self._spool.forget()

    def _gather(self) -> list[Delivery]:
        return self._from_spool(self._spool) if self._spool else self._from_inbox(IDLE)

    def _from_spool(self, spool: Spool) -> list[Delivery]:
        """The next of what the broker wrote, and of what waits with it since before it wrote.

        One consumer reads; others wait for its end.
        """
        if not (spool.is_claimed or (spool.is_written and spool.claim())):
            self._stopping.wait(IDLE)
            return []
        # Only now: with a broker that does not write yet, the old subscription has to stay.
        self._subscriber.start()
        found = [self._judged(Delivery(received, 0, 0, SPOOLED)) for received in spool.read(LARGEST_BATCH)]
        if len(found) < LARGEST_BATCH:
            self._stopping.wait(BATCH_TIME)
        return found + ([] if self._inbox.empty() else self._from_inbox(0))

    def _from_inbox(self, idle: float) -> list[Delivery]:
        """The next batch: as many messages as there are, up to the largest batch or the batch time.

        Those of a connection that is gone are stored, too; when the broker sends them again they are duplicates.
        """
        batch: list[Delivery] = []
        ends = None
        while len(batch) < LARGEST_BATCH:
            patience = idle if ends is None else ends - time.monotonic()
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
        """Quarantine a message that a fault of ours makes impossible to store; else it stays with the broker."""
        log.error("a message to %s could not be stored: %s", delivery.received.topic, type(error).__name__)
        try:
            ingest.set_aside(received=delivery.received)
        except UNREACHABLE:
            raise
        except Exception as again:  # noqa: BLE001  # the others of the batch come next
            connection.close()
            log.warning("and could not be kept: %s", type(again).__name__)
            if self._spool and _is_read(delivery):
                self._spool.keep(delivery.received)
            return
        self._subscriber.acknowledge([delivery])

    def _commit(self, batch: Sequence[Delivery]) -> None:
        """Store in one transaction, and acknowledge once it is committed."""
        # An empty retained message removes one, ours too; it says nothing that could be stored.
        speaking = [d.received for d in batch if d.received.body or not d.received.retained]
        ingest.store(batch=speaking, now=timezone.now())
        for topic in {d.received.topic for d in batch if d.received.retained and d.received.body and not _is_read(d)}:
            self._subscriber.clear(topic)
        self._subscriber.acknowledge(batch)
        self._stored.set()

    def _build_days(self) -> None:
        if not days.rebuild():
            self._stored.wait(IDLE)
            self._stored.clear()

    def _give_sign(self) -> None:
        is_listening = self._spool.is_claimed if self._spool else self._subscriber.is_listening
        if not is_listening or time.monotonic() - self._signed_at < SIGN_EVERY:
            return
        self._signed_at = time.monotonic()
        longest, self._longest = self._longest, timedelta()
        try:
            heartbeat.give(longest=longest)
        except RedisError as error:
            log.warning("no sign of life could be given: %s", type(error).__name__)


def _is_read(delivery: Delivery) -> bool:
    """Whether it came from the spool: the broker retains nothing of it."""
    return delivery.connection == SPOOLED
