"""The topics that devices publish to: `socialrx/v1/devices/<device-id>/<kind>`."""

from dataclasses import dataclass
from uuid import UUID

from devices.kinds import MessageKind

PREFIX = "socialrx/v1/devices/"
# Shared, so that each message goes to one of the consumers and more consumers mean more throughput.
SHARED_SUBSCRIPTION = f"$share/ingest/{PREFIX}+/+"


@dataclass(frozen=True, slots=True)
class Topic:
    """Who published and what; None where the topic names no device id or no kind that exists."""

    device: UUID | None
    kind: MessageKind | None


def parse(topic: str) -> Topic:
    """Any text as a topic; never an error."""
    device, _, kind = topic.removeprefix(PREFIX).partition("/")
    return Topic(_device_id(device), MessageKind(kind) if kind in set(MessageKind) else None)


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
