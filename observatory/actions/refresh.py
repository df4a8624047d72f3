"""What rebuilding and releasing share: one worker at a time, memory for the statement, running figures replaced."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.db import connection

from observatory.figures import published
from observatory.models import RunningFigure
from observatory.periods import Period, starts

# Any number that nothing else in the database locks.
LOCK = 20_240_101
BATCH = 5000


def begin() -> None:
    """For the rest of the transaction: wait until no other worker refreshes, and let statements use more memory."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SET LOCAL work_mem = '256MB'")


def replace(period: Period, periods: Iterable[date], now: datetime) -> None:
    """Work out running figures afresh: delete and insert, so that doing it twice is doing it once."""
    for start in periods:
        RunningFigure.objects.filter(period=period, starts_on=start).delete()
        RunningFigure.objects.bulk_create(
            (
                RunningFigure(period=period, **asdict(figure))
                for figure in published.figures(period, start, period.last_week(start), now)
            ),
            batch_size=BATCH,
        )


def open_blocks(first_week: date, last: date, released: date | None) -> list[date]:
    """The starts of the blocks of these weeks that do not stand yet."""
    blocks = starts(Period.BLOCK, first_week, last)
    return [block for block in blocks if released is None or Period.BLOCK.last_week(block) > released]
