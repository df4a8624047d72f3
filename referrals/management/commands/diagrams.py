"""`manage.py diagrams [--check]`: write `docs/states.md` from the state tables."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from referrals.states import ONWARD, REFERRAL, Machine

PAGE = Path(settings.BASE_DIR) / "docs" / "states.md"
HEAD = "# States\n\nDrawn from `referrals/states.py` by `make diagrams`; a test compares the two.\n"


def page() -> str:
    """The whole page: for each machine a diagram, and a table of who may do what and who is next."""
    return HEAD + "".join(f"\n## {machine.name.capitalize()}\n\n{section(machine)}" for machine in (REFERRAL, ONWARD))


def section(machine: Machine) -> str:
    """One machine as a mermaid diagram and a table."""
    return "\n".join([*_diagram(machine), "", *_table(machine), ""])


def _diagram(machine: Machine) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for move in machine.moves:
        yield f"    {_node(move.from_)} --> {_node(move.to)}: {move.event}"
    for status in sorted(machine.statuses() - machine.open):
        yield f"    {_node(status)} --> [*]"
    yield "```"


def _node(status: str | None) -> str:
    # Mermaid reads a hyphen as the start of an arrow.
    return "[*]" if status is None else str(status).replace("-", "_")


def _table(machine: Machine) -> Iterator[str]:
    yield "| from | event | to | who may | whose turn then | next | working days | reason |"
    yield "|---|---|---|---|---|---|---|---|"
    for move in machine.moves:
        who = ", ".join(sorted(move.by))
        due = "" if move.due is None else str(move.due)
        reason = "needed" if move.needs_reason else ""
        yield (
            f"| {move.from_ or 'start'} | {move.event} | {move.to} | {who} | {move.turn} | {move.next_action} "
            f"| {due} | {reason} |"
        )


class Command(BaseCommand):
    help = "Write docs/states.md from the state tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the page is as drawn")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        if not check:
            PAGE.write_text(page())
        elif PAGE.read_text() != page():
            self.stderr.write("docs/states.md is not what the tables say: run make diagrams")
            sys.exit(1)
