"""Storing what devices sent: a batch in one transaction, each message stored or rejected with its reason.

The checks that the body alone allows are in `payloads`; here are those that need the tables, in the contract's order.
A kind's own checks come last, from its handler (`devices/messages`); nothing here knows a kind by name. Messages carry
no Actor: the row of the message says which device acted.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from devices import payloads, topics
from devices.actions import readings, tallies
from devices.actions.recognise import recognise
from devices.handlers import KnownDevice, Message
from devices.kinds import AHEAD, LARGEST_BODY, REMEMBERED, Reason
from devices.models import Device, Rejected
from devices.payloads import Received
from devices.selectors import messages, wearers
from devices.selectors.messages import MessageKey
from devices.selectors.wearers import Wearers
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal

# Of what was rejected for these the whole message is there.
REPLAYABLE = frozenset(Reason) - {Reason.RETAINED, Reason.TOO_LARGE, Reason.NO_CONSENT, Reason.OVER_QUOTA}
STORED = "stored"
DUPLICATE = "duplicate"
# A reason, STORED or DUPLICATE.
Outcome = str


@dataclass(slots=True)
class Arrival:
    """A message on its way in; `outcome` is empty until something decides."""

    received: Received
    topic: topics.Topic
    message: Message | None = None
    content: str = ""
    device: KnownDevice | None = None
    outcome: Outcome = ""


@dataclass(slots=True)
class Open:
    """An arrival that a known device sent and no check of the body refused."""

    arrival: Arrival
    message: Message
    device: KnownDevice

    @property
    def key(self) -> MessageKey:
        return (self.device.pk, self.message.id)


@transaction.atomic
def store(*, batch: Sequence[Received], now: datetime, again: bool = False) -> Counter[Outcome]:
    """Store a batch in the order received and count what became of it. `again` is a second try, counted once only."""
    arrivals = [_read_body(received) for received in batch]
    _decide_outcomes(_find_senders(arrivals), now)
    _keep_rejects([arrival for arrival in arrivals if arrival.outcome in set(Reason)])
    outcomes = Counter(arrival.outcome for arrival in arrivals)
    tallies.add({"received": 0 if again else len(arrivals), DUPLICATE: outcomes[DUPLICATE]})
    return outcomes


@transaction.atomic
def try_again(*, device: Device, starts_at: datetime, ends_at: datetime | None, now: datetime) -> Counter[Outcome]:
    """Try the messages again that nobody was known to have worn the device for, after a loan became known."""
    waiting = Rejected.objects.select_for_update().filter(
        device=device, reason=Reason.NOT_ASSIGNED, occurred_at__gte=starts_at
    )
    if ends_at is not None:
        waiting = waiting.filter(occurred_at__lt=ends_at)
    return _store_again(waiting, now)


@transaction.atomic
def replay(
    *, reason: Reason, by: Actor, now: datetime, device: UUID | None = None, limit: int = 1000
) -> Counter[Outcome]:
    """Try up to `limit` messages again that were rejected for a reason, the oldest first, and say what became of them.

    What is still refused is kept again. `REPLAYABLE` are the reasons whose messages are whole.
    """
    check(by, Permission.RUN_SCHEDULE)
    if reason not in REPLAYABLE:
        raise Refusal("not-whole", _("What was rejected for this reason was not kept whole."))
    chosen = Rejected.objects.select_for_update(skip_locked=True).filter(reason=reason).exclude(topic_kind="")
    if device:
        chosen = chosen.filter(topic_device=device)
    oldest = Rejected.objects.filter(pk__in=list(chosen.order_by("pk").values_list("pk", flat=True)[:limit]))
    audit.record(by=by, did="rejected.replayed", rows=oldest.count(), reason=reason)
    return _store_again(oldest, now)


@transaction.atomic
def set_aside(*, received: Received) -> None:
    """Keep a message that cannot be stored for a fault of ours, so that it waits for a mended release. Its body is not
    read: that may be what fails.
    """
    topic = topics.parse(received.topic)
    device = recognise([topic.device]).get(topic.device) if topic.device else None
    _keep_rejects([Arrival(received, topic, device=device, outcome=Reason.NOT_STORED)])
    tallies.add({"received": 1})


def _store_again(rejected: QuerySet[Rejected], now: datetime) -> Counter[Outcome]:
    rows = list(rejected.order_by("pk"))
    Rejected.objects.filter(pk__in=[row.pk for row in rows]).delete()
    batch = [
        Received(
            topic=topics.topic_of(row.topic_device or "", row.topic_kind, row.topic_version),
            body=bytes(row.content or b""),
            retained=False,
            received_at=row.received_at,
        )
        for row in rows
    ]
    return store(batch=batch, now=now, again=True)


def _read_body(received: Received) -> Arrival:
    topic = topics.parse(received.topic)
    message = payloads.parse(received.body, topic.handlers, retained=received.retained)
    if isinstance(message, Reason):
        return Arrival(received, topic, outcome=message)
    return Arrival(received, topic, message, payloads.canonical(message))


def _find_senders(arrivals: Sequence[Arrival]) -> list[Open]:
    """Find the devices, lock their loans against change until the commit, and refuse what they do not send."""
    known = recognise({arrival.topic.device for arrival in arrivals if arrival.topic.device})
    still_open = []
    for arrival in arrivals:
        device = known.get(arrival.topic.device) if arrival.topic.device else None
        arrival.device = device
        if arrival.message is None:
            continue
        if device and device.kind not in arrival.message.sent_by:
            arrival.outcome = Reason.TOPIC_MISMATCH
        elif device is None or not device.enabled:
            arrival.outcome = Reason.UNKNOWN_DEVICE
        elif arrival.received.over_quota:
            arrival.outcome = Reason.OVER_QUOTA
        else:
            still_open.append(Open(arrival, arrival.message, device))
    return still_open


def _decide_outcomes(arrivals: Sequence[Open], now: datetime) -> None:
    """Give each arrival its outcome. An id is used up by the first message that passes all checks."""
    stored = messages.contents({arrival.key for arrival in arrivals})
    known_wearers = wearers.of_devices(arrival.device.pk for arrival in arrivals)
    offered: dict[MessageKey, Open] = {}
    for arrival in arrivals:
        if arrival.key in stored:
            arrival.arrival.outcome = _judge_repetition(arrival, stored)
        else:
            objection = _first_objection(arrival, known_wearers, now)
            arrival.arrival.outcome = objection or STORED
            if objection is None:
                offered[arrival.key] = arrival
                stored[arrival.key] = arrival.arrival.content
    _write_messages(offered, now)


def _judge_repetition(arrival: Open, stored: dict[MessageKey, str]) -> Outcome:
    return DUPLICATE if stored[arrival.key] == arrival.arrival.content else Reason.ID_REUSED


def _first_objection(arrival: Open, known_wearers: Wearers, now: datetime) -> Outcome | None:
    """The first reason against a message that is new."""
    message, received_at = arrival.message, arrival.arrival.received.received_at
    if message.latest_at > received_at + AHEAD:
        return Reason.FUTURE
    if message.occurred_at < received_at - REMEMBERED:
        return Reason.TOO_OLD
    return message.objection(arrival.device, known_wearers, now)


def _write_messages(offered: dict[MessageKey, Open], now: datetime) -> None:
    """Write the messages. Another consumer may have stored the same id since we looked: then it is a repetition."""
    rows = [
        readings.Row(arrival.device.pk, arrival.message, arrival.arrival.content, arrival.arrival.received.received_at)
        for arrival in offered.values()
    ]
    late = offered.keys() - readings.write(rows)
    stored = messages.contents(late)
    for key, arrival in offered.items():
        if key in late:
            arrival.arrival.outcome = _judge_repetition(arrival, stored)
        else:
            arrival.message.follow_up(arrival.device, now)


def _keep_rejects(arrivals: Sequence[Arrival]) -> None:
    """A row for each, but of what one device sends over its quota a row for all: a flood must not fill the table."""
    floods = Counter(arrival.topic.device for arrival in arrivals if arrival.outcome == Reason.OVER_QUOTA)
    first = {a.topic.device: a for a in reversed(arrivals) if a.outcome == Reason.OVER_QUOTA}.values()
    single = [arrival for arrival in arrivals if arrival.outcome != Reason.OVER_QUOTA]
    Rejected.objects.bulk_create(
        Rejected(
            device_id=arrival.device.pk if arrival.device else None,
            topic_device=arrival.topic.device,
            topic_version=arrival.topic.version,
            topic_kind=arrival.topic.kind,
            reason=arrival.outcome,
            digest=hashlib.sha256(arrival.received.body).hexdigest(),
            content=None if arrival.outcome == Reason.NO_CONSENT else arrival.received.body[:LARGEST_BODY],
            occurred_at=arrival.message.occurred_at if arrival.message else None,
            received_at=arrival.received.received_at,
            count=floods[arrival.topic.device] if arrival.outcome == Reason.OVER_QUOTA else 1,
        )
        for arrival in [*single, *first]
    )
