"""The topics that devices publish to: `socialrx/v1/devices/<device-id>/<kind>`."""

from dataclasses import dataclass
from uuid import UUID

from devices.kinds import MessageKind

PREFIX = "socialrx/v1/devices/"


@dataclass(frozen=True, slots=True)
class Topic:
    """Who published and what; None where the topic names no device id or no kind that exists."""

    device: UUID | None
    kind: MessageKind | None


def parse(topic: str) -> Topic:
    """Any text as a topic; never an error."""
    device, _, kind = topic.removeprefix(PREFIX).partition("/")
    return Topic(_device_id(device), MessageKind(kind) if kind in set(MessageKind) else None)


def subscription(group: str = "") -> str:
    """What a consumer subscribes to. Consumers of one group share the messages; without a group each gets them all.

    A group is for brokers that keep shared subscriptions: Mosquitto 2.0.11 forgets them when it is restarted
    (but not plain ones), and loses what devices publish until the consumer is back.
    """
    everything = f"{PREFIX}+/+"
    return f"$share/{group}/{everything}" if group else everything


def topic_of(device: UUID, kind: MessageKind) -> str:
    """Where a device publishes its messages of a kind."""
    return f"{PREFIX}{device}/{kind}"


def _device_id(text: str) -> UUID | None:
    # The broker compares topics letter by letter with the device's user name, so one spelling only.
    try:
        device = UUID(text)
    except ValueError:
        return None
    return device if str(device) == text else None
