"""`manage.py propose_mapping FILE`: print a mapping file for a council's CSV file, from its headings."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from referrals.directory import csv_file, mapping
from referrals.directory.listing import FileError


class Command(BaseCommand):
    help = "Print which headings of a CSV file may say what of a service, as the mapping that import_services reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            self.stdout.write(mapping.proposed(csv_file.text_of(file.read_bytes())), ending="")
        except (OSError, FileError) as error:
            raise CommandError(str(error)) from error
