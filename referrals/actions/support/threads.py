"""Comments and questions among colleagues. The team alone reads them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.support import written
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission, Role
from referrals.kit.refusal import Refusal
from referrals.models import Comment, Episode, Membership, Task, Thread


@transaction.atomic
def begin(
    *,
    episode: Episode,
    text: str,
    by: Actor,
    now: datetime,
    task: Task | None = None,
    asked: Membership | None = None,
    is_risk: bool = False,
) -> Thread:
    """Comment on an episode or on one of its tasks; with `asked`, put a question to that colleague.

    `is_risk`: who wrote it says that it tells of a risk. Somebody reads it who can raise a flag.
    """
    check(by, Permission.COMMENT)
    if asked and asked.organisation_id != by.organisation_id:
        raise Refusal("not-a-colleague", _("Ask a colleague of your own team."))
    thread = Thread.objects.create(episode=episode, task=task, asked=asked, opened_by_id=by.member(), opened_at=now)
    comment = Comment.objects.create(thread=thread, by_id=by.member(), text=text, occurred_at=now)
    if is_risk:
        _let_be_read(comment, by, now)
    audit.record(by=by, did="thread.began", to=thread, person_id=episode.person_id)
    return thread


@transaction.atomic
def reply(*, thread: Thread, text: str, by: Actor, now: datetime, is_risk: bool = False) -> Comment:
    """Add to a thread that is open; `is_risk` as in `begin`."""
    check(by, Permission.COMMENT)
    if not Thread.objects.select_for_update(of=("self",)).filter(pk=thread.pk).open().exists():
        raise Refusal("thread-closed", _("This has been closed meanwhile. Begin a new comment."))
    comment = Comment.objects.create(thread=thread, by_id=by.member(), text=text, occurred_at=now)
    if is_risk:
        _let_be_read(comment, by, now)
    audit.record(by=by, did="thread.replied", to=thread, person_id=thread.episode.person_id)
    return comment


@transaction.atomic
def close(*, thread: Thread, by: Actor, now: datetime) -> None:
    """A comment has been seen by whoever holds the episode; a question is settled for whoever asked it."""
    check(by, Permission.COMMENT)
    if not may_close(thread, by):
        raise Refusal("not-yours-to-close", _("Only the person it waits for can close this."))
    if not Thread.objects.filter(pk=thread.pk, closed_at=None).update(closed_at=now):
        raise Refusal("thread-closed", _("This has been closed already."))
    audit.record(by=by, did="thread.closed", to=thread, person_id=thread.episode.person_id)


def _let_be_read(comment: Comment, by: Actor, now: datetime) -> None:
    """Who may raise a flag goes on to do so; of others, somebody of the team reads it today."""
    if not by.may(Permission.SUPPORT):
        written.let_be_read(about=comment, episode=comment.thread.episode, by=by, now=now)


def may_close(thread: Thread, by: Actor) -> bool:
    """Whether it waits for the actor. A manager may always: whoever it waits for may have left."""
    waits_for = thread.opened_by_id if thread.asked_id else thread.episode.holder_id
    return by.role is Role.MANAGER or waits_for in {None, by.membership_id}
