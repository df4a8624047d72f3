"""`manage.py import_steps FILE --device ID`: take in the steps of an export that a person brings along."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from devices.actions import imports
from devices.imports import files
from devices.imports.fitbit_csv import DateOrder
from devices.imports.walked import Row, UnreadableFileError, Walked
from referrals.kit.actor import SCHEDULE
from referrals.kit.refusal import Refusal

BATCH = 1000
# Rows that are named one by one.
NAMED = 20


class Command(BaseCommand):
    help = (
        "Take in the steps of an export for a wearable that is on loan to the person: Fitbit tables, Apple Health's "
        "export.xml, Open mHealth documents, answers of Fitbit, Google Fit and iHealth. What was walked before the "
        "loan began is left out. A second run adds nothing, so one that was cut short goes on by running it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--device", type=UUID, required=True, help="the wearable's id")
        parser.add_argument("--dates", type=DateOrder, choices=list(DateOrder), help="how 4/12/2016 is read")
        parser.add_argument("--wearer", default="", help="whose rows, in a file of several")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would become of each row, and store nothing"
        )

    def handle(
        self,
        *_arguments: object,
        file: Path,
        device: UUID,
        dates: DateOrder | None,
        wearer: str,
        dry_run: bool,
        **_options: object,
    ) -> None:
        try:
            number, edition = self._look(files.read(file, order=dates, wearer=wearer))
            if edition:
                walked = (row for row in files.read(file, order=dates, wearer=wearer) if isinstance(row, Walked))
                self._store(walked, number, edition, device, only_look=dry_run)
        except UnreadableFileError as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        except OSError as missing:
            message = f"{file} cannot be read."
            raise CommandError(message) from missing
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        if dry_run:
            self.stdout.write("Nothing was stored.")

    def _look(self, rows: Iterator[Row]) -> tuple[int, datetime | None]:
        """How many rows can be used and the last moment they tell of; the others are named. No row is kept."""
        number, last = 0, None
        unfit: Counter[str] = Counter()
        for row in rows:
            if isinstance(row, Walked):
                number, last = number + 1, max(last or row.end, row.end)
                continue
            unfit[row.why] += 1
            if unfit.total() <= NAMED:
                self.stderr.write(f"row {row.row}: {row.why}")
        for why, times in sorted(unfit.items()):
            self.stdout.write(f"left out, {why}: {times}")
        self.stdout.write(f"rows to take in: {number}")
        return number, last

    def _store(self, rows: Iterator[Walked], number: int, edition: datetime, device: UUID, *, only_look: bool) -> None:
        outcomes: Counter[str] = Counter()
        while batch := list(islice(rows, BATCH)):
            outcomes += imports.take(
                device=device, rows=batch, edition=edition, by=SCHEDULE, now=timezone.now(), only_look=only_look
            )
            self.stderr.write(f"{outcomes.total()} of {number}")
        for outcome, times in sorted(outcomes.items()):
            self.stdout.write(f"{outcome}: {times}")
