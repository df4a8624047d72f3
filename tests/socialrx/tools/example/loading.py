"""The example loaded for tests, and gone afterwards."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import override_settings

from referrals.kit.calendar import LONDON
from tests.socialrx.tools.example.digest import digest

TODAY = date(2026, 3, 4)
NOON = datetime.combine(TODAY, time(12), LONDON)
# Enough for shares to come near the published ones.
PEOPLE = 100


@dataclass(frozen=True, slots=True)
class Loaded:
    """Each load's digest and file; the last one is in the database."""

    seen: list[tuple[str, str]]

    @property
    def facts(self) -> dict[str, Any]:
        """The example's part of ready.json."""
        found: dict[str, Any] = json.loads(self.seen[-1][1])
        return found


@contextmanager
def loaded_twice(folder: Path) -> Iterator[Loaded]:
    """Load the example twice, each time into an empty database; committed, since two processes write it."""
    try:
        yield Loaded([_load(folder), _load(folder)])
    finally:
        call_command("flush", interactive=False, verbosity=0)


def _load(folder: Path) -> tuple[str, str]:
    call_command("flush", interactive=False, verbosity=0)
    with override_settings(DEMO=True, DATA=folder):
        call_command("load_example", people=PEOPLE, seed=7, today=TODAY, verbosity=0)
    return digest(), (folder / "example.json").read_text()
