"""Counting what no row tells."""

from collections.abc import Mapping

from django.db import connection

from devices.models.arrays import array


def add(counts: Mapping[str, int]) -> None:
    """Add to the tallies. Last in a transaction, since other consumers wait for the row until the commit."""
    growing = sorted((name, count) for name, count in counts.items() if count)
    if not growing:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO devices_tally (name, count) SELECT * FROM unnest(%s::varchar[], %s::bigint[])
            ON CONFLICT (name) DO UPDATE SET count = devices_tally.count + excluded.count
            """,
            [array(name for name, _ in growing), array(count for _, count in growing)],
        )
