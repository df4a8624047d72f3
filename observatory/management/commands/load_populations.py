"""`manage.py load_populations FILE`: how many people each segment has, from a table of our own columns."""

from collections.abc import Iterator
from typing import Unpack

from observatory.actions import populations as actions
from observatory.reference import populations
from referrals.kit.actor import SCHEDULE
from referrals.kit.reference.command import LoadCommand, Options
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Row


class Command(LoadCommand):
    help = (
        f"Load populations from CSV with the columns {', '.join(column.name for column in populations.LAYOUT.columns)}."
        " What was loaded of the same edition and source before is replaced."
    )
    kind = "populations"
    layout = populations.LAYOUT

    def load(self, rows: Iterator[Row], edition: Edition, anomalies: Anomalies, **_options: Unpack[Options]) -> Counts:
        drafts = populations.drafts(rows)
        return actions.load(drafts=drafts, edition=edition, anomalies=anomalies, by=SCHEDULE)
