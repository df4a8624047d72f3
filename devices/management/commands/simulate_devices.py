"""`manage.py simulate_devices`: the demo's wearables and readers, publishing real MQTT until the command is stopped."""

import json
import logging
import signal
import threading
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from devices.kinds import MessageKind
from devices.management import simulated
from devices.mqtt.account import Account
from devices.mqtt.publisher import Publisher, PublishError
from devices.selectors import simulation
from devices.selectors.simulation import Door, Wrist
from devices.topics import topic_of
from referrals.kit.calendar import day_starts, local_day

# Seconds between two looks at who has which wearable and which sessions run.
LOOK_EVERY = 10
# A wearable reports so often; one that was just lent at once, with what it counted since.
REPORT_EVERY = timedelta(minutes=5)
DAYS_KEPT = timedelta(days=14)

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Simulate the demo's wearables and readers over MQTT. Devices that are marked fresh stay untouched."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            message = "Simulated devices belong to the demo; this is not one."
            raise CommandError(message)
        simulator = Simulator(secrets_of_example())
        signal.signal(signal.SIGTERM, lambda *_: simulator.stopping.set())
        while not simulator.stopping.is_set():
            simulator.look(timezone.now())
            simulator.stopping.wait(LOOK_EVERY)


def secrets_of_example() -> dict[UUID, str]:
    """The secrets of the example's devices, those left out that somebody else will play."""
    example = json.loads((settings.DATA / "example.json").read_text())
    known = [*example["devices"], *example.get("stock", ())]
    return {UUID(device["id"]): device["secret"] for device in known if not device["fresh"]}


class Simulator:
    """Plays the devices whose secrets it has."""

    def __init__(self, secrets: dict[UUID, str]) -> None:
        self.stopping = threading.Event()
        self.secrets = secrets
        self._broker = Account.from_url(settings.MQTT_URL, ca_file=settings.MQTT_CA_FILE)
        self._reported: dict[UUID, datetime] = {}
        self._held: set[tuple[str, str]] = set()

    def look(self, now: datetime) -> None:
        """Let every wearable that is due report, and one more person come to each session that runs."""
        for wrist in simulation.wrists(self.secrets):
            self._report(wrist, now)
        for door in simulation.doors(self.secrets, now):
            self._hold_a_tag(door, now)

    def _report(self, wrist: Wrist, now: datetime) -> None:
        until = now.replace(microsecond=0)
        reported = self._reported.get(wrist.device) or wrist.reported_until
        if reported and until - reported < REPORT_EVERY:
            return
        earliest = max(wrist.lent_at, day_starts(local_day(now) - DAYS_KEPT))
        since = max(earliest, simulated.hour_of(reported)) if reported else earliest
        bodies = [simulated.steps_message(wrist.device, piece) for piece in simulated.pieces(since, until)]
        if self._publish(wrist.device, MessageKind.STEPS, bodies):
            self._reported[wrist.device] = until

    def _hold_a_tag(self, door: Door, now: datetime) -> None:
        waiting = [tag for tag in door.tags if (door.session, tag) not in self._held]
        for tag in waiting[:1]:
            body = {
                "id": f"{tag}-{now:%Y%m%d%H%M%S}",
                "seq": int(now.timestamp()),
                "session": door.session,
                "tag": tag,
                "at": now.isoformat(timespec="seconds"),
            }
            if self._publish(door.reader, MessageKind.ATTENDANCE, [json.dumps(body).encode()]):
                self._held.add((door.session, tag))

    def _publish(self, device: UUID, kind: MessageKind, bodies: Sequence[bytes]) -> bool:
        if not bodies or self.stopping.is_set():
            return not bodies
        try:
            with Publisher(self._broker.of(str(device), self.secrets[device])) as publisher:
                _send(publisher, topic_of(device, kind), bodies)
        except PublishError as error:
            log.warning("device %s could not publish: %s", device, error)
            return False
        return True


def _send(publisher: Publisher, topic: str, bodies: Iterable[bytes]) -> None:
    for body in bodies:
        publisher.publish(topic, body)
