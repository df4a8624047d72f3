"""Correcting the record: the person says what is wrong, the team answers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions import audit, episodes, tasks
from referrals.calendar import add_working_days, local_day
from referrals.models import CorrectionRequest
from referrals.models.choices import TaskKind
from referrals.permissions import Actor, Permission, Refusal, check
from referrals.selectors import corrections

WORKING_DAYS_TO_ANSWER = 5


@transaction.atomic
def ask(*, about: str, text: str, by: Actor, now: datetime) -> CorrectionRequest:
    """The person says that something is wrong: whoever supports them is asked, or the team that did last."""
    check(by, Permission.READ_OWN_RECORD)
    episode = corrections.who_answers(by)
    if episode is None:
        raise Refusal("no-team", _("No link worker team keeps a record of you. Tell your GP practice."))
    held = episodes.locked(episode)
    request = CorrectionRequest.objects.create(episode=held, about=about, text=text, asked_at=now)
    audit.record(by=by, did="correction.asked", to=request, person_id=held.person_id, about=about)
    due_on = add_working_days(local_day(now), WORKING_DAYS_TO_ANSWER)
    tasks.put(kind=TaskKind.CORRECTION_ASKED, episode=held, due_on=due_on)
    return request


@transaction.atomic
def answer(*, request: CorrectionRequest, outcome: str, text: str, by: Actor, now: datetime) -> None:
    """The team says what it did, in a sentence that the person reads. An answer is given once."""
    check(by, Permission.EDIT_PERSON)
    # The episode is the lock: one who asks meanwhile finds the task still open, or puts a new one.
    episode = episodes.locked(request.episode)
    waiting = CorrectionRequest.objects.filter(pk=request.pk, episode=episode, answered_at=None).first()
    if waiting is None:
        raise Refusal("already-answered", _("Someone has answered this already."))
    waiting.outcome, waiting.answer = outcome, text
    waiting.answered_by_id, waiting.answered_at = by.member(), now
    waiting.version += 1
    waiting.save()
    audit.record(by=by, did="correction.answered", to=waiting, person_id=episode.person_id, outcome=outcome)
    if not CorrectionRequest.objects.filter(episode=episode, answered_at=None).exists():
        tasks.finish(episode=episode, kinds={TaskKind.CORRECTION_ASKED}, now=now)
