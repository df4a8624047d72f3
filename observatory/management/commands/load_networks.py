"""`manage.py load_networks FILE`: in which network, board and region each practice is."""

from collections.abc import Iterator
from typing import Unpack

from observatory.actions import geographies
from observatory.reference import networks
from referrals.kit.actor import SCHEDULE
from referrals.kit.reference.command import LoadCommand, Options
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies, Row


class Command(LoadCommand):
    help = (
        "Load the practices of primary care networks, integrated care boards and regions, as NHS England publishes "
        "them with the list sizes. The file describes one day: what it says holds from then on."
    )
    kind = "networks"
    layout = networks.LAYOUT

    def load(self, rows: Iterator[Row], edition: Edition, anomalies: Anomalies, **_options: Unpack[Options]) -> Counts:
        return geographies.load_networks(rows=rows, edition=edition, anomalies=anomalies, by=SCHEDULE)
