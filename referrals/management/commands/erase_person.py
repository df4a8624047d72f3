"""`manage.py erase_person <public id> --reason asked`: restrict a person's record, then remove it everywhere."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from referrals.actions.people import erasure
from referrals.kit.actor import SCHEDULE
from referrals.kit.refusal import Refusal
from referrals.selectors.people.subject_access import person


class Command(BaseCommand):
    help = "Erase a person from every table and its history. It cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", type=UUID, help="the person's public id")
        parser.add_argument("--reason", choices=erasure.REASONS, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        found = person(options["person"])
        if found is None:
            message = "There is no person with this public id."
            raise CommandError(message)
        # Two transactions: should the removal fail, nobody works on the record meanwhile.
        erasure.restrict(person=found, reason=options["reason"], by=SCHEDULE, now=timezone.now())
        try:
            erasure.erase(person=found, reason=options["reason"], by=SCHEDULE)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"erased: {options['person']}. Keep the new tombstone: manage.py tombstones --to FILE")
