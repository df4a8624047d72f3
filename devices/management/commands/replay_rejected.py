"""`manage.py replay_rejected REASON`: try messages again that were rejected, once what was wrong is mended."""

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from devices.actions import ingest
from devices.kinds import Reason
from referrals.kit.actor import SCHEDULE
from referrals.kit.refusal import Refusal


class Command(BaseCommand):
    help = (
        "Try messages again that were rejected for a reason, oldest first, and say what became of them. What is still "
        "refused is kept again with its reason. A second run changes nothing more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reason", choices=sorted(ingest.REPLAYABLE))
        parser.add_argument("--device", type=UUID, help="only what this device sent")
        parser.add_argument("--limit", type=int, default=1000, help="at most so many messages (1000)")

    def handle(self, *_arguments: object, reason: str, device: UUID | None, limit: int, **_options: object) -> None:
        try:
            outcomes = ingest.replay(reason=Reason(reason), device=device, limit=limit, by=SCHEDULE, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        if not outcomes:
            self.stdout.write("Nothing waits to be replayed.")
        for outcome, number in sorted(outcomes.items()):
            self.stdout.write(f"{outcome}: {number}")
