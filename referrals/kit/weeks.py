"""Weeks whose figures no longer match the record: marked in the transaction that changes them, cleared by a rebuild."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from referrals.kit.calendar import week_of
from referrals.models import ChangedWeek


def mark(days: Iterable[date]) -> None:
    """Mark the ISO weeks of these London days."""
    weeks = sorted({week_of(day) for day in days})
    ChangedWeek.objects.bulk_create(ChangedWeek(week=week) for week in weeks)


def changed() -> dict[date, list[int]]:
    """The Monday of each changed week and the notes that say so, by their keys."""
    notes: dict[date, list[int]] = defaultdict(list)
    for week, note in ChangedWeek.objects.values_list("week", "pk"):
        notes[week].append(note)
    return dict(notes)


def clear(*, notes: Iterable[int]) -> None:
    """Remove the notes that were read before a rebuild; those written meanwhile stay for the next."""
    ChangedWeek.objects.filter(pk__in=list(notes)).delete()
