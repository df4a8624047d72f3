"""Marking the weeks whose figures have changed, in the transaction that changed them."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from referrals.calendar import week_of
from referrals.models import ChangedWeek


def mark(days: Iterable[date]) -> None:
    """Mark the ISO weeks of these London days."""
    weeks = sorted({week_of(day) for day in days})
    if not weeks:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO referrals_changedweek (week, generation) SELECT unnest(%s::date[]), 1
            ON CONFLICT (week) DO UPDATE SET generation = referrals_changedweek.generation + 1
            """,
            [weeks],
        )


def clear(*, week: date, generation: int) -> bool:
    """Forget a week that was rebuilt, unless it changed again meanwhile (its generation grew)."""
    deleted, _ = ChangedWeek.objects.filter(week=week, generation=generation).delete()
    return deleted == 1
