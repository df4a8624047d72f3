"""Kinds of device, message and rejection, and the limits of what any message may say: the only list of each."""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path


class DeviceKind(StrEnum):
    """What stands behind a set of credentials."""

    WEARABLE = "wearable"
    READER = "reader"


class Reason(StrEnum):
    """Why a message was rejected, in the order in which the checks are made."""

    RETAINED = "retained"
    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf8"
    NOT_JSON = "not-json"
    SCHEMA = "schema"
    TOPIC_MISMATCH = "topic-mismatch"
    UNKNOWN_DEVICE = "unknown-device"
    OVER_QUOTA = "over-quota"
    ID_REUSED = "id-reused"
    FUTURE = "future"
    TOO_OLD = "too-old"
    IMPLAUSIBLE = "implausible"
    NOT_ASSIGNED = "not-assigned"
    NO_CONSENT = "no-consent"
    UNKNOWN_SESSION = "unknown-session"
    UNKNOWN_TAG = "unknown-tag"
    NOT_EXPECTED = "not-expected"
    NOT_NOW = "not-now"
    # A fault of ours: the message waits for a mended release (`manage.py replay_rejected`).
    NOT_STORED = "not-stored"


# Bytes of a message's body.
LARGEST_BODY = 4096
# Messages of one device: so many at once, and so many more in 24 hours. A device that was out of reach for 400 days may
# send all it has; one that never stops is cut off, and starves nobody.
BURST, A_DAY = 200_000, 100_000
# Clocks of devices run ahead a little.
AHEAD = timedelta(minutes=5)
# For so long a message may arrive late, and so long its id is remembered.
REMEMBERED = timedelta(days=400)
# Letters of a message kind's name.
LONGEST_KIND = 20

_MODULES = Path(__file__).with_name("messages")


def kind_of_module(name: str) -> str:
    """The kind of message that a module of `devices/messages` handles: `steps` and `steps_v2` both handle `steps`."""
    return name.partition("_")[0]


def message_kinds() -> list[str]:
    """The kinds of message that have a module, by name.

    The files are the list, so that the tables' constraints follow it without importing what handles the messages.
    """
    return sorted({kind_of_module(file.stem) for file in _MODULES.glob("[!_]*.py")})
