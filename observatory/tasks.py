"""The observatory's scheduled work; `socialrx.schedule` says when."""

from celery import shared_task
from django.utils import timezone

from observatory.actions import releases, weeks
from referrals.kit.actor import SCHEDULE


@shared_task
def rebuild_changed_weeks() -> None:
    """Bring the running figures up to date with the record."""
    weeks.rebuild_changed(by=SCHEDULE, now=timezone.now())


@shared_task
def release_ended_weeks() -> None:
    """Release what has ended. Often, so that a Monday on which nothing ran is caught up."""
    releases.release_ended(by=SCHEDULE, now=timezone.now())
