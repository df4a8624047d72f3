"""`manage.py requeue`: send again what failed for no fault of its own."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from referrals.actions.messages.requeue import requeue
from referrals.kit.actor import SCHEDULE


class Command(BaseCommand):
    help = (
        "Let messages wait again that failed while the mail server or Notify was away for a day or did not take our "
        "account, and those that were broken here. What concerns the recipient stays failed, and what a colleague has "
        "seen to since. A second run changes nothing."
    )

    def handle(self, *_arguments: object, **_options: object) -> None:
        self.stdout.write(f"messages that wait again: {requeue(by=SCHEDULE, now=timezone.now())}")
