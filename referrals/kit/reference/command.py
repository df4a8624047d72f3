"""What every command has in common that loads published facts from a file."""

import csv
import io
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, TypedDict, Unpack

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from referrals.kit.reference import rows as reading
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Anomaly, Layout, Row, UnreadableFileError
from referrals.kit.refusal import Refusal

TELL_EVERY = 10_000
NOTHING: Mapping[str, str] = MappingProxyType({})
LISTED = 20


class Options(TypedDict, total=False):
    """What one or the other command asks for besides."""

    within: list[str]
    boards: Path | None
    part: bool


class LoadCommand(BaseCommand):
    """Reads the file row by row, loads it in one transaction, and says what differed and what was odd."""

    kind: ClassVar[str]
    layout: ClassVar[Layout]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--edition", required=True, help="the publisher's name of it, such as 2026-04")
        parser.add_argument("--source", required=True, help="who publishes it; always load it under the same name")
        parser.add_argument("--as-of", type=_day, help="the day that the file describes, if it does not say so itself")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; only say what would be done")
        parser.add_argument("--anomalies", type=Path, help="write every anomaly to this file, as CSV")
        parser.add_argument(
            "--column",
            type=_choice,
            action="append",
            default=[],
            metavar="OURS=THEIRS",
            help=f"which heading to take for a column: {', '.join(column.name for column in self.layout.columns)}",
        )

    def load(self, rows: Iterator[Row], edition: Edition, anomalies: Anomalies, **options: Unpack[Options]) -> Counts:
        """Call the action."""
        raise NotImplementedError

    def handle(self, *_arguments: object, file: Path, dry_run: bool, **options: Any) -> None:
        edition = Edition(options.pop("edition"), options.pop("source"), options.pop("as_of"))
        chosen = dict(options.pop("column"))
        with ExitStack() as stack:
            try:
                anomalies = self._anomalies(stack, options.pop("anomalies"))
                rows = self._rows(stack, file, anomalies, chosen)
                stack.enter_context(transaction.atomic())
                counts = self.load(rows, edition, anomalies, **options)
            except (OSError, UnicodeError, UnreadableFileError) as error:
                message = f"{file} cannot be read: {error}"
                raise CommandError(message) from error
            except Refusal as refusal:
                raise CommandError(refusal.message) from refusal
            # Everything is done as it would be, and taken back.
            transaction.set_rollback(dry_run)
        self._say(edition, counts, anomalies, dry_run=dry_run)

    def _anomalies(self, stack: ExitStack, file: Path | None) -> Anomalies:
        if file is None:
            return Anomalies()
        writer = csv.writer(stack.enter_context(file.open("w", encoding="utf-8", newline="")))
        writer.writerow(["line", "column", "code", "refused", "words"])

        def tell(anomaly: Anomaly) -> None:
            writer.writerow([anomaly.line, anomaly.column, anomaly.code, anomaly.refused, anomaly.words])

        return Anomalies(tell)

    def _rows(self, stack: ExitStack, file: Path, anomalies: Anomalies, chosen: Mapping[str, str]) -> Iterator[Row]:
        for number, row in enumerate(rows_of_file(stack, file, self.layout, anomalies, chosen), start=1):
            if number % TELL_EVERY == 0 and sys.stderr.isatty():
                self.stderr.write(f"\r{number:,} rows", ending="")
            yield row

    def _say(self, edition: Edition, counts: Counts, anomalies: Anomalies, *, dry_run: bool) -> None:
        would = " Nothing was written: this is what would be done." if dry_run else ""
        self.stdout.write(f"{self.kind.replace('_', ' ')}, {edition.name} ({edition.source}).{would}")
        self.stdout.write(
            f"{counts.new:,} new, {counts.changed:,} changed, {counts.same:,} same, {counts.ended:,} ended, "
            f"{counts.refused:,} refused, {counts.left_out:,} left out"
        )
        for (code, column), count in sorted(anomalies.counts.items()):
            self.stdout.write(f"{count:,} times {code}{f' in {column}' if column else ''}:")
            alike = [one for one in anomalies.kept if (one.code, one.column) == (code, column)][:LISTED]
            for anomaly in alike:
                refused = " refused" if anomaly.refused else ""
                self.stdout.write(f"  line {anomaly.line}{refused}: {anomaly.words}")
            if count > len(alike):
                self.stdout.write(f"  and {count - len(alike):,} more; --anomalies FILE has them all")


def rows_of_file(
    stack: ExitStack,
    file: Path,
    layout: Layout,
    anomalies: Anomalies,
    chosen: Mapping[str, str] = NOTHING,
) -> Iterator[Row]:
    """The rows of a CSV file in UTF-8, UTF-16 or Windows-1252; `stack` closes it."""
    raw = stack.enter_context(file.open("rb"))
    encoding = "utf-16" if raw.peek(2)[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    lines = stack.enter_context(io.TextIOWrapper(raw, encoding=encoding, errors="surrogateescape", newline=""))
    return reading.read(lines, layout, anomalies, chosen)


def within(parser: ArgumentParser, meaning: str) -> None:
    """The option that restricts what is loaded to an area."""
    parser.add_argument(
        "--within", action="append", default=[], metavar="CODE", help=f"{meaning}; may be given several times"
    )


def _choice(text: str) -> tuple[str, str]:
    ours, sign, theirs = text.partition("=")
    if not sign:
        message = f"{text!r} is not OURS=THEIRS"
        raise ArgumentTypeError(message)
    return ours, theirs


def _day(text: str) -> date:
    try:
        return reading.day(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
