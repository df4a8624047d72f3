"""`manage.py load_geographies FILE`: places by their official codes, from a CSV file."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from observatory.actions import geographies
from observatory.actions.geographies import GeographyDraft
from observatory.dimensions.places import Kind
from referrals.kit.actor import SCHEDULE
from referrals.kit.refusal import Refusal

COLUMNS = ("code", "kind", "name", "parent", "valid_from", "valid_to")


class Command(BaseCommand):
    """Each line is a place from a day to before another; days are written 2026-04-01, the second may be blank."""

    help = f"Load places from CSV with the columns {', '.join(COLUMNS)}; kinds: {', '.join(Kind)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--edition", required=True, help="such as 2026-04")
        parser.add_argument("--source", required=True, help="who publishes it; an earlier edition of it is replaced")

    def handle(self, *_arguments: object, file: Path, edition: str, source: str, **_options: object) -> None:
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                drafts = list(_drafts(csv.DictReader(lines)))
            number = geographies.load(drafts=drafts, edition=edition, source=source, by=SCHEDULE)
        except (OSError, KeyError, ValueError) as error:
            message = f"{file} cannot be read: {error}"
            raise CommandError(message) from error
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{number} places")


def _drafts(lines: Iterable[Mapping[str, str]]) -> Iterator[GeographyDraft]:
    for line in lines:
        yield GeographyDraft(
            code=line["code"],
            kind=Kind(line["kind"]),
            name=line["name"],
            parent=line["parent"],
            valid_from=date.fromisoformat(line["valid_from"]),
            valid_to=date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
        )
