"""Kinds of device, message and rejection, and the limits of what a message may say: the only list of each."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class DeviceKind(StrEnum):
    """What stands behind a set of credentials."""

    WEARABLE = "wearable"
    READER = "reader"


class MessageKind(StrEnum):
    """The last word of a topic."""

    STEPS = "steps"
    ATTENDANCE = "attendance"
    STATUS = "status"
    ALERT = "alert"


# What each kind of device sends. `status` and `alert` have their topics and shapes, but nothing
# sends them yet, so they are refused as a kind that the device does not send.
SENDS: Mapping[str, frozenset[MessageKind]] = {
    DeviceKind.WEARABLE: frozenset({MessageKind.STEPS}),
    DeviceKind.READER: frozenset({MessageKind.ATTENDANCE}),
}


class Reason(StrEnum):
    """Why a message was rejected, in the order in which the checks are made."""

    RETAINED = "retained"
    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf8"
    NOT_JSON = "not-json"
    SCHEMA = "schema"
    TOPIC_MISMATCH = "topic-mismatch"
    UNKNOWN_DEVICE = "unknown-device"
    ID_REUSED = "id-reused"
    FUTURE = "future"
    TOO_OLD = "too-old"
    IMPLAUSIBLE = "implausible"
    NOT_ASSIGNED = "not-assigned"
    NO_CONSENT = "no-consent"
    UNKNOWN_SESSION = "unknown-session"
    UNKNOWN_TAG = "unknown-tag"
    NOT_EXPECTED = "not-expected"


# Bytes of a message's body.
LARGEST_BODY = 4096
# A local day is 25 hours long when the clocks go back.
LONGEST_INTERVAL = timedelta(hours=25)
# Clocks of devices run ahead a little.
AHEAD = timedelta(minutes=5)
# For so long a message may arrive late, and so long its id is remembered.
REMEMBERED = timedelta(days=400)
# Above any real peak: a minute's sprint is about 220 steps, the longest real day on record here about 36,000.
STEPS_PER_MINUTE = 300
STEPS_PER_DAY = 100_000
