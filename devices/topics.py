"""The topics that devices publish to, socialrx/v<version>/devices/<device id>/<kind>, and who may do what there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from devices import handlers
from devices.handlers import Handler

TOPIC = re.compile(r"socialrx/v([1-9]\d{0,3})/devices/([^/]*)/(.*)", re.ASCII | re.DOTALL)
# The access list's file, beside the password file.
ACCESS_LIST = "acl"
EVERYTHING = "socialrx/+/devices/+/+"


@dataclass(frozen=True, slots=True)
class Topic:
    """Who published and what. `device` is None where the topic names none; `kind` is empty where nothing handles it."""

    device: UUID | None
    version: int = 0
    kind: str = ""

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What handles its messages."""
        return handlers.of_topic(self.version, self.kind)


def parse(topic: str) -> Topic:
    """Any text as a topic; never an error."""
    found = TOPIC.fullmatch(topic)
    if found is None:
        return Topic(None)
    version, device, kind = found.groups()
    known = bool(handlers.of_topic(int(version), kind))
    return Topic(_device_id(device), int(version), kind) if known else Topic(_device_id(device))


def device_of(topic: str) -> str:
    """Whose topic it is, as it is written there: the broker lets nobody else write to it. Empty where it names none."""
    found = TOPIC.fullmatch(topic)
    return found[2] if found else ""


def subscription(group: str = "") -> str:
    """What a consumer subscribes to. Consumers of one group share the messages; without a group each gets them all.

    A group is for brokers that keep shared subscriptions: Mosquitto 2.0.11 forgets them when it is restarted
    (but not plain ones), and loses what devices publish until the consumer is back.
    """
    return f"$share/{group}/{EVERYTHING}" if group else EVERYTHING


def topic_of(device: UUID | str, kind: str, version: int = 1) -> str:
    """Where a device publishes its messages of a kind."""
    return f"socialrx/v{version}/devices/{device}/{kind}"


def access_list(consumer: str, kinds: Iterable[Handler] = ()) -> str:
    """Mosquitto's access list: the consumer reads, and a device writes to its own topics that something handles."""
    patterns = {topic_of("%u", handler.kind, handler.version) for handler in kinds if handler.sent_by}
    lines = [
        "# The consumer reads what devices say, and clears what is retained.",
        f"user {consumer}",
        f"topic readwrite {EVERYTHING}",
        "topic read $SYS/#",
        "# A device writes to its own topics and reads nothing.",
        *(f"pattern write {pattern}" for pattern in sorted(patterns)),
    ]
    return "\n".join(lines) + "\n"


def _device_id(text: str) -> UUID | None:
    # The broker compares topics letter by letter with the device's user name, so one spelling only.
    try:
        device = UUID(text)
    except ValueError:
        return None
    return device if str(device) == text else None
