"""`manage.py import_caseload FILE --team ODS-or-id [--dry-run]`: bring in whom a team supports already."""

from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from referrals.actions.intake import caseloads
from referrals.directory.listing import FileError
from referrals.forms.intake import caseload
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import local_day
from referrals.kit.refusal import Refusal
from referrals.models import Organisation
from referrals.selectors.intake import caseloads as columns


class Command(BaseCommand):
    help = (
        "Bring in the people whom a team supports already, from a CSV file with the columns of the manager's template. "
        "Importing it again changes nothing. Each line is in afterwards, or listed with the reason; nobody is told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--team", required=True, help="the team's ODS code or public id")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; only say what would be done")

    def handle(self, *args: object, file: Path, team: str, dry_run: bool, **options: object) -> None:
        now = timezone.now()
        try:
            to = _team(team)
            remembered = columns.remembered_columns(to)
            cases, refused = caseload.read(file.read_bytes(), today=local_day(now), remembered=remembered)
            imported = caseloads.load(
                cases=cases,
                refused=refused,
                team=to,
                by=SCHEDULE,
                now=now,
                dry_run=dry_run,
            )
        except (OSError, FileError) as error:
            raise CommandError(str(error)) from error
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        would = " Nothing was written: this is what would be done." if dry_run else ""
        counts = f"{len(imported.people)} in, {len(imported.already)} here already, {len(imported.refused)} refused."
        self.stdout.write(counts + would)
        self.stdout.write(f"pairs of people who look alike: {imported.lookalikes}")
        for row in (*imported.already, *imported.refused, *imported.remarks):
            self.stdout.write(f"line {row.line}: {row.code}: {row.words}")


def _team(name: str) -> Organisation:
    """By ODS code or public id."""
    try:
        named = Q(public_id=UUID(name))
    except ValueError:
        named = Q(ods_code=name.upper())
    team = Organisation.objects.filter(named, kind="team").first()
    if team is None:
        message = "There is no such team."
        raise CommandError(message)
    return team
