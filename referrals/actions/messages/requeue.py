"""Sending again what failed for no fault of its own, once what was wrong outside or here is mended."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from referrals.actions.messages import outbox
from referrals.actions.work import tasks
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.models import OutboundMessage, Task
from referrals.selectors.messages import messages
from referrals.selectors.work import subjects

KIND = "message_failed"


@transaction.atomic
def requeue(*, by: Actor, now: datetime) -> int:
    """Let wait again what failed while whoever sends was away for a day or did not take our account, and what was
    broken here; how many. Left alone is what concerns the recipient, and what a colleague has seen to since.

    At sending it is asked again whether each is still wanted and still true.
    """
    check(by, Permission.RUN_SCHEDULE)
    failed = OutboundMessage.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        Q(unanswered_since__isnull=False) | Q(failure=outbox.BROKEN), state="failed", sent_at=None
    )
    found = [message for message in failed.order_by("pk") if not _is_seen_to(message)]
    for message in found:
        outbox.mark(
            message, by, state="waiting", failure="", not_before=now, attempts=0, unanswered_since=None, ask_at=None
        )
    # Only now is known which messages stay failed.
    for message in found:
        if not _another_failed(message):
            for task in _tasks_of(message).filter(done_at=None):
                tasks.finish_one(task=task, now=now)
    audit.record(by=by, did="message.requeued", messages=len(found))
    return len(found)


def _is_seen_to(message: OutboundMessage) -> bool:
    """Whether somebody was told of it, and has done so."""
    put = _tasks_of(message)
    return put.exists() and not put.filter(done_at=None).exists()


def _another_failed(message: OutboundMessage) -> bool:
    """Whether the task about it is about another message too: one that failed and does not wait again."""
    person = messages.person_of(message)
    if person is None:
        return False
    failed = messages.about(person.pk).filter(state="failed").exclude(failure__in=messages.UNTOLD)
    place = messages.matter_of(message), messages.episode_of(message)
    return any((messages.matter_of(other), messages.episode_of(other)) == place for other in failed)


def _tasks_of(message: OutboundMessage) -> QuerySet[Task]:
    about = subjects.subject_columns(Task, messages.matter_of(message))
    return Task.objects.filter(kind=KIND, episode=messages.episode_of(message), **about)
