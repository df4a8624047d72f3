"""Weeks whose figures no longer match the record."""

from collections import defaultdict
from datetime import date

from referrals.models import ChangedWeek


def changed() -> dict[date, list[int]]:
    """The Monday of each changed week and the notes that say so, by their keys."""
    notes: dict[date, list[int]] = defaultdict(list)
    for week, note in ChangedWeek.objects.values_list("week", "pk"):
        notes[week].append(note)
    return dict(notes)
