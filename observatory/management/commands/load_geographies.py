"""`manage.py load_geographies FILE`: places by their official codes, from a CSV file."""

from collections.abc import Iterator
from typing import Unpack

from observatory.actions import geographies
from observatory.dimensions.places import Kind
from observatory.reference import places
from referrals.kit.actor import SCHEDULE
from referrals.kit.reference.command import LoadCommand, Options
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Row


class Command(LoadCommand):
    """Each line is a place from a day to before another; the second may be blank."""

    help = (
        f"Load places from CSV with the columns {', '.join(column.name for column in places.LAYOUT.columns)}; "
        f"kinds: {', '.join(Kind)}. What was loaded of the same source before is replaced."
    )
    kind = "geographies"
    layout = places.LAYOUT

    def load(self, rows: Iterator[Row], edition: Edition, anomalies: Anomalies, **_options: Unpack[Options]) -> Counts:
        drafts = places.drafts(rows)
        return geographies.load(drafts=drafts, edition=edition, anomalies=anomalies, by=SCHEDULE)
