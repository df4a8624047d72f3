"""`manage.py audit_verify [FILE …]`: whether every row of the audit is as it was written."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from referrals import chain
from referrals.selectors.access import audit_chain


class Command(BaseCommand):
    help = "Look at every row of the audit and its link, and at what stands outside; names the first that is not right."

    def add_arguments(self, parser: CommandParser) -> None:
        known = [settings.AUDIT_ANCHORS] if settings.AUDIT_ANCHORS else []
        parser.add_argument("files", nargs="*", default=known, help="anchors: AUDIT_ANCHORS, or logs of the worker")

    def handle(self, *args: object, files: list[str], **options: object) -> None:
        lines = [line for file in files for line in Path(file).read_text().splitlines()]
        anchors = [anchor for line in lines if (anchor := chain.anchor_in(line))]
        fault = audit_chain.first_fault(anchors)
        if fault:
            row = f"row {fault.event_id}" if fault.event_id is not None else "a row"
            message = f"The audit is not whole. First at link {fault.number}: {row} {fault.what}."
            raise CommandError(message)
        whole = f"{audit_chain.sealed()} rows are as they were written, held against {len(anchors)} anchors."
        self.stdout.write(f"{whole} {audit_chain.unsealed().count()} wait for their link.")
