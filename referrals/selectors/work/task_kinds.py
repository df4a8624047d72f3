"""The record's kinds of task, and tasks as they stand on a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from referrals.kit.registries import message_kinds, task_kinds
from referrals.kit.registries.task_kinds import TaskKind
from referrals.models import OutboundMessage, Record, Task
from referrals.selectors.work import subjects


def message_subject(message: OutboundMessage | None) -> str:
    """What the message that a call stands for is about; blank for a call without one."""
    return str(message_kinds.kind(message.kind).subject) if message else ""


def words_page(task: Task, _about: Record | None) -> str:
    """Where the words are read that the task is about."""
    return reverse("link_worker:words", args=[task.episode.public_id, task.public_id])


def plan_page(task: Task, _about: Record | None) -> str:
    """Where a plan is agreed."""
    return reverse("link_worker:plan", args=[task.episode.public_id])


KINDS = (
    # Unclaimed referrals have a list of their own.
    TaskKind("claim_referral", _("Claim the referral"), is_listed=False),
    TaskKind("first_contact", _("Make first contact"), section="contacts"),
    TaskKind("review", _("Review the plan"), section="plan"),
    TaskKind("agree_plan", _("Agree a plan"), page=plan_page),
    TaskKind("planned_contact", _("Get in touch, as planned"), section="contacts"),
    TaskKind("offer_declined", _("A service said no: find another"), section="onward"),
    TaskKind("service_closed", _("A service has closed: find another"), section="onward"),
    TaskKind("offer_overdue", _("A service has not answered"), section="onward"),
    TaskKind(
        "place_overdue",
        _("The next step at a service is late: ask how it stands"),
        outlives_support=True,
        section="onward",
    ),
    TaskKind(
        "sharing_withdrawn", _("Sharing with services was taken back: settle the onward referrals"), section="onward"
    ),
    TaskKind(
        "record_withdrawn",
        _("The person no longer shares their record with the team: end the support"),
        section="referrals",
    ),
    TaskKind("message_failed", _("A message did not arrive: reach them another way"), section="reach"),
    TaskKind("call_person", _("Call the person"), detail=message_subject, section="reach"),
    TaskKind("referral_corrected", _("The practice has changed what it sent: read it"), section="referrals"),
    TaskKind("risk_unread", _("Read the risk note")),
    # Who wrote it may be in danger, whether support goes on or not.
    TaskKind(
        "words_unread",
        _("Read what was written: it may describe a risk"),
        page=words_page,
        outlives_support=True,
    ),
    TaskKind("taken_over", _("Taken over: read the note")),
    # The person still waits for an answer: the team gives it.
    TaskKind(
        "correction_asked",
        _("The person says that something is wrong: answer"),
        outlives_support=True,
        section="corrections",
    ),
)


@dataclass(frozen=True, slots=True)
class ListedTask:
    """A task with its words and the address where it is done."""

    task: Task
    words: str
    page: str


def describe_tasks(tasks: Iterable[Task]) -> list[ListedTask]:
    """The tasks as they stand on a list. One more query for each subject that has no column of its own."""
    tasks = list(tasks)
    about = subjects.find_subjects(tasks)
    return [_describe(task, about[task.pk]) for task in tasks]


def _describe(task: Task, about: object) -> ListedTask:
    kind = task_kinds.kind(task.kind)
    detail = kind.detail(about) if kind.detail else ""
    page = kind.page(task, about)
    place = f"{page}#{kind.section}" if kind.section else page
    return ListedTask(task, f"{kind.words}: {detail}" if detail else str(kind.words), place)
