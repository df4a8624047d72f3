"""A call for help is put to one named human after the other, until one of them says: I have it.

Who is asked stands on the team's list (`responders`); for whoever is away, who covers for them. Each is asked by a text
or an e-mail at once, day and night, and finds the task on their worklist. When nobody is left to ask, the team is told,
and whoever comes on duty later is asked then.
"""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from devices.models import Alert, AlertCall, Loan, Responder
from devices.models.alerts import TEST
from devices.selectors import alerts as selectors
from devices.selectors import rules
from referrals import channels
from referrals.actions.messages import messages
from referrals.actions.work import tasks
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.isolation import each, isolated
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Membership, Task
from referrals.selectors.work import subjects


def raise_alert(*, device_id: int, event: str, at: datetime, by: Actor, now: datetime) -> None:
    """Write down what a wearable sent while somebody had it, and ask the first on the list; inside the batch's
    transaction. A test is written down and alarms nobody.
    """
    loan = Loan.objects.filter(device=device_id, starts_at__lte=at).exclude(ends_at__lte=at).get()
    alert = Alert.objects.create(
        device_id=device_id, person_id=loan.person_id, event=event, occurred_at=at, received_at=now
    )
    audit.record(by=by, did="alert.raised", to=alert, person_id=alert.person_id, event=event)
    if event == TEST:
        return
    # Should asking fail, the call still stands, and the next sweep asks.
    with isolated(f"alert {alert.pk}"):
        _ask_next(alert, by, now)


@transaction.atomic
def escalate(*, by: Actor, now: datetime) -> int:
    """Ask the next on the list about each alert that nobody answered in time; how many were looked at.

    Safe to run at any time and twice: whoever was asked is not asked again, and asking starts the wait anew.
    """
    check(by, Permission.RUN_SCHEDULE)
    waiting = Alert.objects.unanswered().select_for_update(of=("self",), skip_locked=True)
    return each("call for help", list(waiting.select_related("device", "person")), partial(_ask_if_due, by=by, now=now))


@transaction.atomic
def acknowledge(*, alert: Alert, by: Actor, now: datetime) -> Alert:
    """A named human has it: nobody else is asked any more."""
    check(by, Permission.LEND_DEVICES)
    found = Alert.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=alert.pk).first()
    if found is None:
        raise Refusal("not-found", _("There is no such alert."))
    if found.acknowledged_at or found.event == TEST:
        raise Refusal("answered", _("Somebody has answered this already."))
    found.acknowledged_at, found.acknowledged_by_id, found.version = now, by.membership_id, found.version + 1
    found.save(update_fields=["acknowledged_at", "acknowledged_by", "version"])
    audit.record(by=by, did="alert.acknowledged", to=found, person_id=found.person_id)
    for call in found.calls.all():
        messages.overtake(about=call)
    for task in Task.objects.open().filter(kind="alert_raised", **subjects.subject_columns(Task, found)):
        tasks.finish_one(task=task, now=now)
    return found


def _ask_if_due(alert: Alert, by: Actor, now: datetime) -> None:
    wait = timedelta(minutes=rules.of_team(alert.device.organisation_id).escalate_after)
    last = alert.calls.order_by("called_at").last()
    if last is None or last.called_at + wait <= now:
        _ask_next(alert, by, now)


def _ask_next(alert: Alert, by: Actor, now: datetime) -> None:
    responder = selectors.next_to_ask(alert, now)
    if responder:
        _ask(alert, responder, now)
        audit.record(by=by, did="alert.asked", to=alert, person_id=alert.person_id, responder=responder.pk)
    else:
        _put_task(alert, None, now)
        _tell_team(alert, now)


def _ask(alert: Alert, responder: Responder, now: datetime) -> None:
    """The one on the list by a text, if they gave a number for it; who covers for them by e-mail."""
    member = selectors.who_stands_in(responder.member, local_day(now))
    call = AlertCall.objects.create(alert=alert, responder=responder, member=member, called_at=now)
    by_text = bool(settings.NOTIFY_API_KEY and responder.mobile and member.pk == responder.member_id)
    channel, team_id = channels.TEXT if by_text else channels.EMAIL, alert.device.organisation_id
    messages.tell_organisation(about=call, kind="alert_to_answer", channel=channel, organisation_id=team_id, now=now)
    _put_task(alert, member, now)


def _put_task(alert: Alert, member: Membership | None, now: datetime) -> None:
    """On the worklist of who was asked last; of the team while there is nobody to ask."""
    episode = subjects.find_episode(alert)
    if episode is None:
        return
    task = tasks.put(kind="alert_raised", episode=episode, about=alert, due_on=local_day(now))
    tasks.give(task=task, member=member)


def _tell_team(alert: Alert, now: datetime) -> None:
    """Once, when nobody is left to ask."""
    if Alert.objects.filter(pk=alert.pk, unanswered_at=None).update(unanswered_at=now):
        team_id = alert.device.organisation_id
        messages.tell_organisation(
            about=alert, kind="alert_unanswered", channel=channels.EMAIL, organisation_id=team_id, now=now
        )
