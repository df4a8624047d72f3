"""Scheduled work. Each task may run twice or late without harm: what is to be done stands in the tables."""

from celery import shared_task
from django.utils import timezone

from devices.actions import alerts, broker, days, partitions, retention, watch
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import local_day

# Rounds of `days.rebuild` in one run, so that a task stays short; the next run goes on.
ROUNDS = 100


@shared_task
def build_days() -> None:
    """What the consumer does at once; here for when it is away."""
    for _ in range(ROUNDS):
        if not days.rebuild():
            return


@shared_task
def write_accounts() -> None:
    """A device that was registered, given a new secret or shut out a moment ago."""
    broker.write_accounts()


@shared_task
def escalate_alerts() -> None:
    """Calls for help that nobody answered in time."""
    alerts.escalate(by=SCHEDULE, now=timezone.now())


@shared_task
def watch_wearables() -> None:
    """Lent wearables that say nothing or run out."""
    watch.wearables(by=SCHEDULE, now=timezone.now())


@shared_task
def ensure_partitions() -> None:
    """Months for the readings to come."""
    partitions.ensure(today=local_day(timezone.now()))


@shared_task
def forget_old_messages() -> None:
    """What need not be remembered any longer."""
    retention.forget(now=timezone.now())
