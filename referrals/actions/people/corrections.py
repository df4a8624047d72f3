"""Correcting the record: the person says what is wrong, the team answers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals import risk_words
from referrals.actions.messages import messages
from referrals.actions.support import episodes, written
from referrals.actions.work import tasks
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import CorrectionRequest, Episode
from referrals.models.choices import Channel, CorrectionOutcome
from referrals.selectors.messages.messages import agreed
from referrals.selectors.people import corrections

WORKING_DAYS_TO_ANSWER = 5


@transaction.atomic
def ask(*, about: str, text: str, by: Actor, now: datetime) -> CorrectionRequest:
    """The person says that something is wrong: whoever supports them is asked, or the team that did last."""
    check(by, Permission.READ_OWN_RECORD)
    episode = corrections.who_answers(by)
    if episode is None:
        raise Refusal("no-team", _("No link worker team keeps a record of you. Tell your GP practice."))
    asked = _let_stand(episode, by, now, about=about, text=text)
    if risk_words.may_describe(text):
        written.let_be_read(about=asked, episode=asked.episode, by=by, now=now)
    return asked


@transaction.atomic
def note(*, episode: Episode, about: str, text: str, by: Actor, now: datetime) -> CorrectionRequest:
    """A link worker writes down what the person says on the phone; it stands and is answered like any other."""
    check(by, Permission.EDIT_PERSON)
    return _let_stand(episode, by, now, about=about, text=text, channel=Channel.PHONE, recorded_by_id=by.member())


@transaction.atomic
def answer(*, request: CorrectionRequest, outcome: str, text: str, by: Actor, now: datetime) -> None:
    """The team says what it did, in a sentence that the person reads. An answer is given once.

    "Changed" is no word: something has to have been changed since they asked.
    """
    check(by, Permission.EDIT_PERSON)
    # The episode is the lock: one who asks meanwhile finds the task still open, or puts a new one.
    episode = episodes.locked(request.episode)
    waiting = CorrectionRequest.objects.filter(pk=request.pk, episode=episode, answered_at=None).first()
    if waiting is None:
        raise Refusal("already-answered", _("Someone has answered this already."))
    if outcome == CorrectionOutcome.CHANGED and not corrections.is_changed(waiting):
        message = _("Nothing of this has been changed since they asked. Change it first, or say why it stays as it is.")
        raise Refusal("nothing-changed", message)
    waiting.outcome, waiting.answer = outcome, text
    waiting.answered_by_id, waiting.answered_at = by.member(), now
    waiting.version += 1
    waiting.save()
    audit.record(by=by, did="correction.answered", to=waiting, person_id=episode.person_id, outcome=outcome)
    if not CorrectionRequest.objects.filter(episode=episode, answered_at=None).exists():
        tasks.finish(episode=episode, kinds={"correction_asked"}, now=now)
    _tell(waiting, episode, by, now)


def _let_stand(episode: Episode, by: Actor, now: datetime, **columns: object) -> CorrectionRequest:
    held = episodes.locked(episode)
    request = CorrectionRequest.objects.create(episode=held, asked_at=now, **columns)
    # An empty channel is the person's own page.
    said = {"about": request.about, "channel": request.channel}
    audit.record(by=by, did="correction.asked", to=request, person_id=held.person_id, **said)
    due_on = add_working_days(local_day(now), WORKING_DAYS_TO_ANSWER)
    tasks.put(kind="correction_asked", episode=held, due_on=due_on)
    return request


def _tell(answered: CorrectionRequest, episode: Episode, by: Actor, now: datetime) -> None:
    """The person hears that there is an answer. Who asked by phone and wants no messages is called back."""
    messages.tell_person(about=answered, kind="correction_answered", by=by, now=now)
    if answered.channel == Channel.PHONE and not agreed(episode.person_id, "get_messages"):
        tasks.put(kind="call_person", episode=episode, due_on=add_working_days(local_day(now), 1))
