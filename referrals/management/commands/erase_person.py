"""`manage.py erase_person <public id> --reason asked`: restrict a person's record, then remove it everywhere."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from referrals.actions.people import erasure
from referrals.kit.actor import SCHEDULE
from referrals.kit.refusal import Refusal
from referrals.selectors.people import subject_access


class Command(BaseCommand):
    help = "Erase a person from every table and its history. It cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", type=UUID, help="the person's public id")
        parser.add_argument("--reason", choices=erasure.REASONS, required=True)

    def handle(self, *args: object, person: UUID, reason: str, **options: object) -> None:
        found = subject_access.person(person)
        if found is None:
            message = "There is no person with this public id."
            raise CommandError(message)
        # Two transactions: should the removal fail, nobody works on the record meanwhile.
        erasure.restrict(person=found, reason=reason, by=SCHEDULE, now=timezone.now())
        try:
            erasure.erase(person=found, reason=reason, by=SCHEDULE)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"erased: {person}. Keep the new tombstone: manage.py tombstones --to FILE")
