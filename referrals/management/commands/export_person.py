"""`manage.py export_person <public id> --to FILE`: a subject access request that the service answers."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from referrals.actions.people import subject_access
from referrals.kit.actor import SCHEDULE
from referrals.kit.refusal import Refusal
from referrals.selectors.people.subject_access import person


class Command(BaseCommand):
    help = (
        "Write everything that is held on a person to a zip file. Read the team's notes in it before handing it over."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", type=UUID, help="the person's public id")
        parser.add_argument("--to", type=Path, required=True, help="the zip file to write, readable by you alone")

    def handle(self, *args: Any, **options: Any) -> None:
        found = person(options["person"])
        if found is None:
            message = "There is no person with this public id."
            raise CommandError(message)
        try:
            packed = subject_access.export(person=found, by=SCHEDULE, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        target: Path = options["to"]
        target.touch(mode=0o600)
        target.write_bytes(packed)
        self.stdout.write(f"written: {target}")
