"""`manage.py bench`: what the product stores and counts a second, beside the limits of the same machine."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from referrals.models import Organisation
from socialrx.tools.bench.rounds import Result, measure

ABOUT = """
Units a second, on servers that never wait for the disk. The ratio is the median, over the rounds, of the rate beside
that of execute_values in the same round: of days and figures it means something only from one run to the next.
"""


class Command(BaseCommand):
    help = "Measure in an empty database, which is filled with invented wearables: `make bench` brings one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", type=int, default=1000, help="messages in a batch (1000)")
        parser.add_argument("--rounds", type=int, default=5, help="times that each is measured (5)")
        parser.add_argument("--wearers", type=int, default=50, help="wearables that send (50)")
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / "build" / "bench.json")

    def handle(self, *_arguments: Any, size: int, rounds: int, wearers: int, out: Path, **_options: Any) -> None:
        if settings.PRODUCTION:
            message = "The benchmark invents people, so it never runs in production."
            raise CommandError(message)
        call_command("migrate", verbosity=0)
        if Organisation.objects.exists():
            message = "The database is not empty; the benchmark never mixes with other data."
            raise CommandError(message)
        results = measure(wearers=wearers, size=size, rounds=rounds, now=timezone.now())
        sizes = {"size": size, "rounds": rounds, "wearers": wearers}
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps({**sizes, "results": [result.as_json() for result in results]}, indent=2) + "\n")
        self._print(results, sizes)

    def _print(self, results: list[Result], sizes: dict[str, int]) -> None:
        self.stdout.write(f"{sizes['rounds']} rounds, batches of {sizes['size']:,}, {sizes['wearers']} wearables")
        self.stdout.write(f"{'':18}{'unit':10}{'min':>10}{'median':>10}{'max':>10}{'ratio':>10}")
        for result in results:
            rates = "".join(f"{rate:10,.0f}" for rate in result.per_second.values())
            self.stdout.write(f"{result.name:18}{result.unit:10}{rates}{result.ratio:10.3f}")
        self.stdout.write(ABOUT)
