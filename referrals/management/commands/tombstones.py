"""`manage.py tombstones --to FILE` after each erasure, `manage.py tombstones --reapply FILE` after each restore."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from referrals.actions.people import erasure
from referrals.kit.actor import SCHEDULE


class Command(BaseCommand):
    help = "Keep the tombstones of erased people outside the database, or erase by them whom a backup brought back."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--to", type=Path, help="write every tombstone to this file, one JSON object a line")
        what.add_argument("--reapply", type=Path, help="erase again by the tombstones of this file")

    def handle(self, *args: object, to: Path | None, reapply: Path | None, **options: object) -> None:
        if to:
            lines = [json.dumps(asdict(tombstone)) for tombstone in erasure.tombstones()]
            to.write_text("".join(f"{line}\n" for line in lines))
            self.stdout.write(f"{len(lines)} tombstones written")
            return
        lines = reapply.read_text().splitlines() if reapply else []
        found = [erasure.Tombstone(**json.loads(line)) for line in lines]
        again = erasure.reapply(tombstones=found, by=SCHEDULE, now=timezone.now())
        self.stdout.write(f"{again} people erased again")
