"""`manage.py export_person <public id> --to FILE`: a subject access request that the service answers."""

from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from referrals.actions.people import subject_access
from referrals.kit.actor import SCHEDULE
from referrals.kit.refusal import Refusal
from referrals.selectors.people import subject_access as selectors


class Command(BaseCommand):
    help = (
        "Write everything that is held on a person to a zip file. Read the team's notes in it before handing it over."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", type=UUID, help="the person's public id")
        parser.add_argument("--to", type=Path, required=True, help="the zip file to write, readable by you alone")

    def handle(self, *args: object, person: UUID, to: Path, **options: object) -> None:
        found = selectors.person(person)
        if found is None:
            message = "There is no person with this public id."
            raise CommandError(message)
        try:
            packed = subject_access.export(person=found, by=SCHEDULE, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        to.touch(mode=0o600)
        to.write_bytes(packed)
        self.stdout.write(f"written: {to}")
