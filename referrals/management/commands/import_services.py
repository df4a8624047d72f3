"""`manage.py import_services FILE [--dry-run] [--source NAME] [--mapping FILE]`: load a services directory."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from referrals.actions.services import directory
from referrals.actions.services.directory import Tally
from referrals.directory import reading, shapes
from referrals.directory.listing import FileError, RowError
from referrals.directory.shapes import Shape
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import local_day
from referrals.models import Service

LONGEST_SOURCE = Service._meta.get_field("source").max_length or 0


class Command(BaseCommand):
    help = (
        "Load the services of a council's CSV file that we know, or of Open Referral UK JSON. Loading it again changes "
        "nothing. Each row is in afterwards, or listed with the reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="write nothing; only say what would be done")
        parser.add_argument(
            "--source",
            help="whose directory it is, where several have the same shape; always load it under the same name",
        )

        parser.add_argument(
            "--mapping", type=Path, help="what the headings of a CSV file mean; propose_mapping proposes one"
        )

    def handle(self, *args: object, file: Path, source: str | None, dry_run: bool, **options: object) -> None:
        now = timezone.now()
        try:
            mapping = _mapping(options["mapping"])
            read = reading.read(file.read_bytes(), today=local_day(now), mapping=mapping)
        except (OSError, UnicodeError, FileError) as error:
            raise CommandError(str(error)) from error
        source = source or read.shape
        if len(source) > LONGEST_SOURCE:
            message = f"A source's name has at most {LONGEST_SOURCE} characters."
            raise CommandError(message)
        loaded = directory.load(rows=read.rows, source=source, by=SCHEDULE, now=now, dry_run=dry_run)
        would = " Nothing was written: this is what would be done." if dry_run else ""
        self.stdout.write(f"{source} ({read.shape}): {len(read.rows)} rows, {len(loaded.refused)} refused.{would}")
        self.stdout.write(f"services: {_counts(loaded.services)}")
        self.stdout.write(f"organisations: {_counts(loaded.organisations)}")
        for note in read.notes:
            self.stdout.write(f"note: {note}")
        self._tell("refused", read.counted_in, loaded.refused)
        self._tell("left out", read.counted_in, loaded.remarks)

    def _tell(self, what: str, counted_in: str, errors: list[RowError]) -> None:
        for error in errors:
            self.stdout.write(f"{counted_in} {error.line} {what}: {error.code}: {error.words}")


def _mapping(file: object) -> Shape | None:
    return shapes.read(file.read_text(), file.stem) if isinstance(file, Path) else None


def _counts(tally: Tally) -> str:
    return f"{tally.created} created, {tally.changed} changed, {tally.unchanged} unchanged"
