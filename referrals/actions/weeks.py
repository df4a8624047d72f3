"""Marking the weeks whose figures have changed, in the transaction that changed them."""

from collections.abc import Iterable
from datetime import date

from referrals.calendar import week_of
from referrals.models import ChangedWeek


def mark(days: Iterable[date]) -> None:
    """Mark the ISO weeks of these London days."""
    weeks = sorted({week_of(day) for day in days})
    ChangedWeek.objects.bulk_create(ChangedWeek(week=week) for week in weeks)


def clear(*, notes: Iterable[int]) -> None:
    """Remove the notes that were read before a rebuild; those written meanwhile stay for the next."""
    ChangedWeek.objects.filter(pk__in=list(notes)).delete()
