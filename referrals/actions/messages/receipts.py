"""What GOV.UK Notify says later of a message that it took: that it arrived, or why it did not.

A row stays locked from the question until the answer is written down: any number of workers may ask, and one that is
killed in between leaves the row to be asked about again. A message that failed is asked about no more, so it makes
one task. The person's row is locked for that, as in `outbox`, so that the task goes to whoever holds the episode then.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from referrals import notify
from referrals.actions.messages import delivery, outbox
from referrals.kit.actor import Actor, check
from referrals.kit.isolation import isolated
from referrals.kit.permissions import Permission
from referrals.models import OutboundMessage
from referrals.notify import RefusedError, UnansweredError
from referrals.selectors.messages import messages


def ask(*, limit: int, by: Actor, now: datetime) -> int:
    """Ask about up to `limit` messages, each in a transaction of its own; how many Notify answered for."""
    check(by, Permission.RUN_SCHEDULE)
    if not settings.NOTIFY_API_KEY:
        return 0
    for asked in range(limit):
        if not ask_next(by=by, now=now):
            return asked
    return limit


@transaction.atomic
def ask_next(*, by: Actor, now: datetime) -> bool:
    """Ask about the message that has waited longest for it; whether there was one, and Notify is there."""
    message = _take(now)
    if message is None or message.notify_id is None or message.sent_at is None:
        return False
    OutboundMessage.objects.filter(pk=message.pk).update(ask_at=notify.ask_at(message.sent_at, now))
    try:
        said = delivery.notify().status(message.notify_id)
    except UnansweredError:
        return False
    except RefusedError:
        # Of this one it tells nothing; it may of the next.
        return True
    with isolated(f"answer about message {message.public_id}"):
        _write_down(message, said, by, now)
    return True


def _take(now: datetime) -> OutboundMessage | None:
    """What is older than Notify's memory is not asked about, however long nobody asked."""
    sent = OutboundMessage.objects.select_for_update(skip_locked=True, of=("self",))
    due = sent.filter(ask_at__lte=now, sent_at__gt=now - notify.KEPT)
    return due.order_by("ask_at", "pk").first()


def _write_down(message: OutboundMessage, said: str, by: Actor, now: datetime) -> None:
    """Whatever is neither final, nor can be written down just now, is asked about again."""
    if said in notify.ARRIVED:
        outbox.mark(message, by, state="delivered", ask_at=None)
    elif said in notify.FAILED and _hold(message):
        outbox.fail(message, f"Notify: {said}", by, now, tell=not messages.beyond_reach(message))


def _hold(message: OutboundMessage) -> bool:
    person = messages.person_of(message)
    is_held = outbox.hold(person.pk if person else None)
    # What was read of the person before that may be old.
    message.refresh_from_db()
    return is_held
