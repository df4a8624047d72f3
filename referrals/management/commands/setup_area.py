"""`manage.py setup_area [FILE] [--dry-run]`: the first organisations, and links for the first two people.

FILE is TOML; without it the command asks. It may run twice: what is there stays as it is.

    [board]
    name = "NHS Example Integrated Care Board"
    ods_code = "QXX"

    [[networks]]
    name = "Example Central PCN"
    ods_code = "U12345"

    [[practices]]
    name = "Park Road Surgery"
    ods_code = "P91001"
    network = "U12345"                 # or nothing: it lies in the board
    email = "practice@example.org"     # where it hears what becomes of its referrals
    local_authority = "E08000009"      # an ONS code, or nothing

    [team]
    name = "Example Link Workers"
    email = "team@example.org"
    phone = "0161 496 0000"

    [manager]
    name = "Sam Rowe"
    email = "sam.rowe@example.org"

    [administrator]
    name = "Kit Lowe"
    email = "kit.lowe@example.org"
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from referrals import area_plan
from referrals.actions.organisation import area
from referrals.actions.organisation.area import Invited, SetUp
from referrals.kit.actor import SCHEDULE
from referrals.kit.refusal import Refusal

Questions = tuple[tuple[str, Promise], ...]
# What is asked of each part, in this order: the key of the plan and the question.
CODED = (("ods_code", _("ODS code")), ("name", _("name")))
QUESTIONS: dict[str, Questions] = {
    "board": CODED,
    "networks": CODED,
    "team": (("name", _("name")), ("email", _("e-mail, or nothing")), ("phone", _("telephone, or nothing"))),
    "practices": (*CODED, ("network", _("ODS code of its network, or nothing")), ("email", _("e-mail, or nothing"))),
    "manager": (("name", _("full name")), ("email", _("e-mail"))),
    "administrator": (("name", _("full name")), ("email", _("e-mail"))),
}
TITLES = {
    "board": _("The integrated care board"),
    "networks": _("Primary care networks, one after the other; press Enter when there are no more"),
    "team": _("The team that the practices refer to"),
    "practices": _("GP practices, one after the other; press Enter when there are no more"),
    "manager": _("The team's first manager"),
    "administrator": _("The area's first administrator"),
}


class Command(BaseCommand):
    help = "Set an area up: its board, networks, practices, first team, first manager and first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="a TOML file; without one the command asks")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; only say what would be done")

    def handle(self, *args: object, file: Path | None, dry_run: bool, **options: object) -> None:
        data = _read(file) if file else self._ask_everything()
        try:
            plan = area_plan.parse(data)
        except area_plan.PlanError as error:
            raise CommandError("\n".join([gettext("Nothing was written:"), *error.faults])) from error
        try:
            done = area.set_up(plan=plan, by=SCHEDULE, now=timezone.now(), dry_run=dry_run)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self._tell(done, dry_run=dry_run)

    def _ask_everything(self) -> dict[str, object]:
        data: dict[str, object] = {}
        for part, questions in QUESTIONS.items():
            self.stdout.write(f"\n{TITLES[part]}")
            if part in area_plan.MANY:
                data[part] = list(_ask_many(questions))
            else:
                data[part] = _ask(questions)
        return data

    def _tell(self, done: SetUp, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("Nothing was written: this is what would be done.")
        for words, organisations in (("added", done.added), ("there already", done.there)):
            for one in organisations:
                self.stdout.write(f"{words}: {one.get_kind_display()} {one.name}")
        for invited in done.invited:
            self.stdout.write(_line(invited, dry_run=dry_run))


def _read(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        message = f"{file} cannot be read: {error}"
        raise CommandError(message) from error


def _ask_many(questions: Questions) -> Iterator[dict[str, str]]:
    while answers := _ask(questions, may_end=True):
        yield answers


def _ask(questions: Questions, *, may_end: bool = False) -> dict[str, str]:
    """The answers; empty where the first may be left out to say that there are no more, and is."""
    answers: dict[str, str] = {}
    for key, question in questions:
        answers[key] = input(f"  {question}: ").strip()
        if may_end and not any(answers.values()):
            return {}
    return answers


def _line(invited: Invited, *, dry_run: bool) -> str:
    who = f"{invited.role.value} {invited.someone.name} <{invited.someone.email}>"
    if not invited.token:
        return f"there already: {who}"
    if dry_run:
        return f"would be invited: {who}"
    address = f"{settings.BASE_URL}{reverse('invitation', args=[invited.token])}"
    return f"invited: {who}\n    chooses a password here, once, within 14 days: {address}"
