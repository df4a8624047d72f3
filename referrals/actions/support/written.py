"""Words that may describe a risk and that nobody of the team has read: on a list until somebody has."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.work import tasks
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Episode, Record, Task


@transaction.atomic
def let_be_read(*, about: Record, episode: Episode, by: Actor, now: datetime) -> None:
    """Somebody of the team is to read what somebody wrote, today."""
    task = tasks.put(kind="words_unread", episode=episode, about=about, due_on=local_day(now))
    audit.record(by=by, did="words.noticed", to=task, person_id=episode.person_id)


@transaction.atomic
def read(*, task: Task, by: Actor, now: datetime) -> None:
    """Somebody of the team has read it: it no longer waits."""
    check(by, Permission.SUPPORT)
    if not Task.objects.visible_to(by).open().filter(pk=task.pk, kind="words_unread").update(done_at=now):
        raise Refusal("already-read", _("Somebody has read this already."))
    audit.record(by=by, did="words.read", to=task, person_id=task.episode.person_id)
