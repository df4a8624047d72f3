"""`manage.py merge_successors FILE`: who goes on with practices and networks that have merged."""

from collections.abc import Iterator
from typing import Unpack

from django.utils import timezone

from referrals.actions.organisation import successors
from referrals.kit.actor import SCHEDULE
from referrals.kit.reference.command import LoadCommand, Options
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Column, Layout, Row, code, day

ods_code = code(r"[A-Z0-9]{3,12}", "ODS code")


class Command(LoadCommand):
    help = (
        "Merge organisations of the area into those that went on with them, from the Organisation Data Service's "
        "file of successors. People registered with a practice go with it, and whoever worked there is invited."
    )
    kind = "successors"
    layout = Layout(
        (
            Column("code", ods_code, ("Organisation Code", "Predecessor Code", "Predecessor")),
            Column("successor", ods_code, ("Successor Organisation Code", "Successor Code")),
            Column("on", day, ("Effective Date", "Legal Start Date"), None),
        ),
        {"code": 0, "successor": 1, "on": 3},
    )

    def load(self, rows: Iterator[Row], edition: Edition, anomalies: Anomalies, **_options: Unpack[Options]) -> Counts:
        return successors.load(rows=rows, edition=edition, anomalies=anomalies, by=SCHEDULE, now=timezone.now())
