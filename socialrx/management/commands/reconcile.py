"""`manage.py reconcile [--json]`: do the sums of the product add up? Exit status 1 where they do not."""

import json
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from devices.selectors import reconcile as devices
from observatory.selectors import releases
from referrals.selectors.work import reconcile as referrals


class Command(BaseCommand):
    help = "Check that every message, referral, day and release is accounted for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: object, **options: object) -> None:
        faults = [*referrals.faults(), *devices.faults()]
        figures = {
            "ok": not faults,
            "messages": devices.messages(),
            "referrals": referrals.referrals_by_status(),
            "onward_referrals": referrals.onward_referrals_by_status(),
            "outbox": referrals.outbox_by_state(),
            "readings": devices.readings(),
            "days": devices.days(),
            "releases": releases.count(),
        }
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            self._print(figures)
        for fault in faults:
            self.stderr.write(f"does not add up: {fault}")
        if faults:
            sys.exit(1)

    def _print(self, figures: dict[str, object]) -> None:
        for name, figure in figures.items():
            self.stdout.write(f"{name:18} {_in_words(figure)}")


def _in_words(figure: object) -> str:
    if isinstance(figure, dict):
        return ", ".join(f"{key} {value}" for key, value in figure.items())
    return str(figure)
