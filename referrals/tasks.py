"""Scheduled work of the record. Each task may run twice or late without harm: what is to be done stands in rows."""

from collections.abc import Callable

from celery import shared_task
from django.utils import timezone

from referrals.actions.access import asked, links, sealing, sign_ins, tries, unsent_forms
from referrals.actions.messages import letters, outbox, receipts
from referrals.actions.organisation import clients
from referrals.actions.people import duplicates
from referrals.actions.work import answers, escalations, sweeps
from referrals.kit.actor import SCHEDULE
from referrals.kit.isolation import logged

# What a sweep does, one after the other.
STEPS: tuple[Callable[..., int], ...] = (
    sweeps.unanswered_offers,
    letters.drop_stopped,
    sweeps.appointment_reminders,
    sweeps.session_reminders,
    sweeps.how_it_was,
    sweeps.overdue_offers,
    sweeps.overdue_places,
    sweeps.closed_teams,
    sweeps.unclaimed_referrals,
    links.ask_about_listings,
    escalations.tell_managers,
)
# Messages in one run, so that a task stays short; the next run goes on.
MESSAGES = 200
QUESTIONS = 100
# Rows of the audit in one run.
SEALS = 20_000


@shared_task
def send_waiting() -> None:
    """The links that somebody asked for, and messages whose time has come."""
    with logged("asked.send_asked"):
        asked.send_asked(limit=MESSAGES, by=SCHEDULE, now=timezone.now())
    outbox.send_waiting(limit=MESSAGES, by=SCHEDULE, now=timezone.now())


@shared_task
def seal_audit() -> None:
    """Link the newest rows of the audit to those before."""
    sealing.seal(limit=SEALS, by=SCHEDULE, now=timezone.now())


@shared_task
def anchor_audit() -> None:
    """Write the newest link down where the database's own operator cannot change it."""
    sealing.anchor(by=SCHEDULE, now=timezone.now())


@shared_task
def ask_notify() -> None:
    """What became of the messages that GOV.UK Notify took."""
    receipts.ask(limit=QUESTIONS, by=SCHEDULE, now=timezone.now())


@shared_task
def sweep() -> None:
    """What stands still: ask again, and put it on somebody's worklist. A step that fails stops no other."""
    now = timezone.now()
    for step in STEPS:
        with logged(step.__qualname__):
            step(by=SCHEDULE, now=now)
    with logged("duplicates.compare_again"):
        duplicates.compare_again(by=SCHEDULE)


@shared_task
def forget_answers() -> None:
    """What is kept for a while only: answers to repeated requests, numbers of tries, what nobody sent, old sign-ins."""
    now = timezone.now()
    for forget in (answers.forget, tries.forget, unsent_forms.forget_old, sign_ins.forget, clients.forget_assertions):
        with logged(forget.__qualname__):
            forget(now=now)
