"""Scheduled work of the record. Each task may run twice or late without harm: what is to be done stands in rows."""

from celery import shared_task
from django.utils import timezone

from referrals.actions.access import links
from referrals.actions.messages import letters, outbox, receipts
from referrals.actions.people import duplicates
from referrals.actions.work import answers, escalations, sweeps
from referrals.kit.actor import SCHEDULE

# Messages in one run, so that a task stays short; the next run goes on.
MESSAGES = 200
QUESTIONS = 100


@shared_task
def send_waiting() -> None:
    """Messages whose time has come."""
    outbox.send_waiting(limit=MESSAGES, by=SCHEDULE, now=timezone.now())


@shared_task
def ask_notify() -> None:
    """What became of the messages that GOV.UK Notify took."""
    receipts.ask(limit=QUESTIONS, by=SCHEDULE, now=timezone.now())


@shared_task
def sweep() -> None:
    """What stands still: ask again, and put it on somebody's worklist."""
    now = timezone.now()
    sweeps.unanswered_offers(by=SCHEDULE, now=now)
    letters.drop_stopped(by=SCHEDULE, now=now)
    sweeps.appointment_reminders(by=SCHEDULE, now=now)
    sweeps.session_reminders(by=SCHEDULE, now=now)
    sweeps.how_it_was(by=SCHEDULE, now=now)
    sweeps.overdue_offers(by=SCHEDULE, now=now)
    sweeps.closed_teams(by=SCHEDULE, now=now)
    sweeps.unclaimed_referrals(by=SCHEDULE, now=now)
    links.ask_about_listings(by=SCHEDULE, now=now)
    escalations.tell_managers(by=SCHEDULE, now=now)
    duplicates.compare_again(by=SCHEDULE)


@shared_task
def forget_answers() -> None:
    """Answers kept for a repeated request, a day later."""
    answers.forget(now=timezone.now())
