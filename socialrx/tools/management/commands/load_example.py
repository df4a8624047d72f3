"""`manage.py load_example`: fill an empty demo with invented people."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from referrals.kit.calendar import local_day
from referrals.kit.refusal import Refusal
from socialrx.tools.demo import data
from socialrx.tools.example.load import load


class Command(BaseCommand):
    help = "Load invented people, organisations and a year of referrals into an empty demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=1500)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--today", type=date.fromisoformat, help="The London day to load for; the real one if left out."
        )

    def handle(self, *_arguments: Any, people: int, seed: int, today: date | None, **_options: Any) -> None:
        if not settings.DEMO:
            message = "Example data is for the demo only, never for a server that holds real people."
            raise CommandError(message)
        day = today or local_day(timezone.now())
        try:
            load(size=people, seed=seed, today=day, file=data.example(settings.DATA), tell=self._tell)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal

    def _tell(self, line: str) -> None:
        self.stdout.write(f"example data: {line}")
        self.stdout.flush()
