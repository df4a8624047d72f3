"""`manage.py simulate_devices`: the demo's wearables and readers, publishing real MQTT until the command is stopped."""

import json
import logging
import signal
import threading
from collections import defaultdict
from collections.abc import Hashable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from devices import handlers
from devices.handlers import Burst, Handler
from devices.mqtt.account import Account
from devices.mqtt.publisher import Publisher, PublishError
from devices.topics import topic_of

# Seconds between two looks at what there is to say.
LOOK_EVERY = 10

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Simulate the demo's wearables and readers over MQTT. Devices that are marked fresh stay untouched."

    def handle(self, *_arguments: object, **_options: object) -> None:
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
    """Plays the devices whose secrets it has. What they say is known to the handler of each kind of message."""

    def __init__(self, secrets: dict[UUID, str]) -> None:
        self.stopping = threading.Event()
        self.secrets = secrets
        self._broker = Account.from_url(settings.MQTT_URL, ca_file=settings.MQTT_CA_FILE)
        self._said: dict[Handler, dict[Hashable, datetime]] = defaultdict(dict)

    def look(self, now: datetime) -> None:
        """Let every device say what it has to say now."""
        for handler in handlers.declared():
            said = self._said[handler]
            for burst in handler.simulate(self.secrets, now, said):
                if self._publish(handler, burst):
                    said[burst.about] = burst.until

    def _publish(self, handler: Handler, burst: Burst) -> bool:
        if not burst.messages or self.stopping.is_set():
            return not burst.messages
        topic = topic_of(burst.device, handler.kind, handler.version)
        try:
            with Publisher(self._broker.of(str(burst.device), self.secrets[burst.device])) as publisher:
                for message in burst.messages:
                    publisher.publish(topic, message.body())
        except PublishError as error:
            log.warning("device %s could not publish: %s", burst.device, error)
            return False
        return True
