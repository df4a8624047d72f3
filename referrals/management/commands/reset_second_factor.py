"""`manage.py reset_second_factor EMAIL`: let somebody in again who has lost telephone and paper."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from referrals.actions.access import second_factors
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import local_day
from referrals.selectors.organisation import accounts


class Command(BaseCommand):
    help = (
        "Reset the second step of somebody who works here: they are signed out, set one up when they sign in next, and "
        "hear of it by mail. It is for those whom no manager or administrator can help: make sure first that it is "
        "they who ask."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address by which they sign in")

    def handle(self, *args: object, email: str, **options: object) -> None:
        now = timezone.now()
        member = accounts.worker_by_email(email, local_day(now))
        if member is None:
            message = "Nobody works here by this address."
            raise CommandError(message)
        second_factors.reset(membership=member, by=SCHEDULE, now=now)
        self.stdout.write(f"reset: {accounts.words_for(member)}. They set up a second step when they sign in next.")
