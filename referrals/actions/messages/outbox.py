"""Sending what waits in the outbox.

A row stays locked from the moment it is taken until it is marked: any number of workers may run, and one that is
killed in between leaves the row waiting. So nothing is lost; `delivery` says what comes of a copy, and
`receipts` what became of it later.

The person's row stays locked too, which is the lock of their agreements: once one is taken back, nothing leaves.

What stops one message stops no other. Where whoever sends is away, a run stops at the first message, so that nobody
waits for 200 answers that do not come; the next run tries another, and all go on once one gets through.
"""

import logging
from datetime import datetime, timedelta
from enum import Enum, auto

from django.conf import settings
from django.db import transaction
from django.db.models import F

from referrals import channels, notify
from referrals.actions.messages import delivery
from referrals.actions.work import tasks
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.isolation import isolated
from referrals.kit.permissions import Permission
from referrals.models import OutboundMessage, Person
from referrals.selectors.messages import messages

# Minutes before each further attempt: about a day in all, then it has failed.
WAITS = (1, 5, 15, 60, 240, 480, 720)
# While whoever sends is away, how soon a message is tried again, and for how long.
SOON, AWAY_FOR = timedelta(minutes=1), timedelta(days=1)
# Why a message failed whose sending raised; the log says where.
BROKEN = "broken"
# How long to leave a message to someone whose record is being changed just now.
A_MOMENT = timedelta(seconds=10)
log = logging.getLogger(__name__)


class Taken(Enum):
    """What came of taking up a message."""

    NOTHING_WAITS = auto()
    DONE = auto()
    AWAY = auto()


def send_waiting(*, limit: int, by: Actor, now: datetime) -> int:
    """Send up to `limit` messages, each in a transaction of its own; how many were taken up.

    It stops early where whoever sends is away.
    """
    check(by, Permission.RUN_SCHEDULE)
    for taken in range(limit):
        came = send_next(by=by, now=now)
        if came is not Taken.DONE:
            return taken + (came is Taken.AWAY)
    return limit


@transaction.atomic
def send_next(*, by: Actor, now: datetime) -> Taken:
    """Take up the message that has waited longest. Consent is asked for again here.

    A message that is broken itself waits as one that did not go out, and at last is left to a human.
    """
    message = _take(now)
    if message is None:
        return Taken.NOTHING_WAITS
    came = Taken.DONE
    with isolated(f"message {message.public_id}") as attempt:
        came = _take_up(message, by, now)
    if attempt.failed:
        _stumble(message, by, now)
    return came


def _take_up(message: OutboundMessage, by: Actor, now: datetime) -> Taken:
    wanted_at = messages.not_before(message, now) if hold(message.to_person_id) else now + A_MOMENT
    objection = messages.objection(message, now)
    if wanted_at > now:
        _wait(message, wanted_at)
    elif objection:
        fail(message, objection, by, now, tell=objection == messages.NO_ADDRESS)
    else:
        return _send(message, by, now)
    return Taken.DONE


@transaction.atomic
def take_as_sent(*, until: datetime, by: Actor) -> int:
    """For a record carried over from elsewhere: what was told there before a moment is not told again. How many."""
    check(by, Permission.RUN_SCHEDULE)
    waiting = OutboundMessage.objects.filter(state="waiting", not_before__lt=until)
    count = waiting.update(state="sent", sent_at=F("not_before"), version=F("version") + 1)
    audit.record(by=by, did="message.taken_as_sent", messages=count)
    return count


def _take(now: datetime) -> OutboundMessage | None:
    """Letters wait for a colleague to print them where nobody else does."""
    waiting = OutboundMessage.objects.select_for_update(skip_locked=True, of=("self",))
    due = waiting.filter(state="waiting", not_before__lte=now)
    if not settings.NOTIFY_API_KEY:
        due = due.exclude(channel=channels.LETTER)
    return due.order_by("not_before", "pk").first()


def hold(person_id: int | None) -> bool:
    """Lock the person's row, without waiting: whoever has it may be waiting for the message."""
    if person_id is None:
        return True
    locked = Person.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=person_id)
    return locked.values_list("pk", flat=True).first() is not None


def _send(message: OutboundMessage, by: Actor, now: datetime) -> Taken:
    tries = message.attempts + 1
    try:
        notify_id = delivery.hand_over(message, now)
    except delivery.UndeliveredError as error:
        if error.is_final:
            fail(message, error.why, by, now, tell=True)
        else:
            _try_later(message, error.why, by, now)
    except delivery.AwayError as away:
        _leave_for_now(message, away.why, by, now)
        return Taken.AWAY
    else:
        ask_at = notify.ask_at(now, now) if notify_id else None
        mark(
            message,
            by,
            state="sent",
            sent_at=now,
            attempts=tries,
            notify_id=notify_id,
            ask_at=ask_at,
            unanswered_since=None,
        )
    return Taken.DONE


def _try_later(message: OutboundMessage, why: str, by: Actor, now: datetime) -> None:
    if message.attempts >= len(WAITS):
        fail(message, why, by, now, tell=True)
    else:
        again_at = now + timedelta(minutes=WAITS[message.attempts])
        _wait(message, again_at, attempts=message.attempts + 1, unanswered_since=None)


def _stumble(message: OutboundMessage, by: Actor, now: datetime) -> None:
    """Something in or around it is broken. Where even a task about it cannot be put, it has failed without one."""
    with isolated(f"message {message.public_id}") as attempt:
        _try_later(message, BROKEN, by, now)
    if attempt.failed:
        mark(message, by, state="failed", failure=BROKEN, ask_at=None, unanswered_since=None)


def _leave_for_now(message: OutboundMessage, why: str, by: Actor, now: datetime) -> None:
    """Nothing is wrong with the message, so no attempt is counted; after a day it is left to a human."""
    log.error("no message goes out: %s", why)
    since = message.unanswered_since or now
    if now - since >= AWAY_FOR:
        fail(message, why, by, now, tell=True, unanswered_since=since)
    else:
        _wait(message, now + SOON, unanswered_since=since)


def _wait(message: OutboundMessage, until: datetime, **changes: object) -> None:
    OutboundMessage.objects.filter(pk=message.pk).update(not_before=until, **changes)


def fail(
    message: OutboundMessage,
    why: str,
    by: Actor,
    now: datetime,
    *,
    tell: bool,
    unanswered_since: datetime | None = None,
) -> None:
    """The message will not go out, or did not arrive; `tell` puts it on the worklist of whoever holds the episode.

    `unanswered_since` where whoever sends was away until now: only then may it be sent again later.
    """
    mark(message, by, state="failed", failure=why, ask_at=None, unanswered_since=unanswered_since)
    episode = messages.episode_of(message)
    if tell and episode:
        due_on = add_working_days(local_day(now), 1)
        tasks.put(kind="message_failed", episode=episode, about=messages.matter_of(message), due_on=due_on)


def mark(message: OutboundMessage, by: Actor, **changes: object) -> None:
    """Say what became of the message."""
    OutboundMessage.objects.filter(pk=message.pk).update(version=F("version") + 1, **changes)
    person = messages.person_of(message)
    audit.record(
        by=by,
        did=f"message.{changes['state']}",
        to=message,
        person_id=person.pk if person else None,
        kind=message.kind,
        channel=message.channel,
    )
