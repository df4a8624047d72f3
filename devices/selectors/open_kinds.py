"""The kinds of task and message that devices bring, and what they are about."""

from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from devices.models import Alert, AlertCall, Loan
from devices.selectors import alerts
from referrals import channels
from referrals.kit.registries.message_kinds import MessageKind
from referrals.kit.registries.subjects import Subject
from referrals.kit.registries.task_kinds import TaskKind
from referrals.models import Episode, OutboundMessage, Task
from referrals.selectors.work import subjects

ALERTS = "/alerts/"


def event_of(alert: Alert) -> str:
    """What happened, and to whom: its reader is signed in."""
    return f"{alert.get_event_display()}, {alert.person.full_name}"


def alerts_page(_task: Task, _about: Alert) -> str:
    """Where it is answered."""
    return reverse("alerts:list")


def address(message: OutboundMessage) -> str:
    """Where whoever is asked is reached."""
    call = subjects.find_subject(message)
    return alerts.where_to(call, by_text=message.channel == channels.TEXT) if isinstance(call, AlertCall) else ""


def is_answered(message: OutboundMessage) -> bool:
    """Somebody said meanwhile that they have it."""
    call = subjects.find_subject(message)
    return isinstance(call, AlertCall) and alerts.is_answered(call)


def episode_of(row: Loan | Alert) -> Episode | None:
    """The person's latest episode with the team whose wearable it is: no other team's."""
    theirs = Episode.objects.filter(person=row.person_id, team=row.device.organisation_id)
    return theirs.order_by("opened_at").last()


def episode_of_call(call: AlertCall) -> Episode | None:
    """The same, of the alert."""
    return episode_of(call.alert)


SUBJECTS = (
    Subject("loan", Loan, person=attrgetter("person"), episode=episode_of, shown_with=("device", "person")),
    Subject("device_alert", Alert, person=attrgetter("person"), episode=episode_of, shown_with=("device", "person")),
    Subject(
        "alert_call",
        AlertCall,
        person=attrgetter("alert.person"),
        episode=episode_of_call,
        shown_with=("alert__person", "member__user", "responder"),
    ),
)
label = attrgetter("device.label")
TASKS = (
    TaskKind("alert_raised", _("Answer a call for help now"), detail=event_of, page=alerts_page, outlives_support=True),
    TaskKind("wearable_silent", _("A wearable has sent nothing: ask how it is"), detail=label, outlives_support=True),
    TaskKind(
        "battery_low", _("A wearable's battery is low: ask them to charge it"), detail=label, outlives_support=True
    ),
)
MESSAGES = (
    MessageKind("alert_to_answer", _("Please answer now"), ALERTS, is_overtaken=is_answered, to=address),
    MessageKind("alert_unanswered", _("Nobody has answered: please look now"), ALERTS),
)
