"""Weeks whose figures no longer match the record."""

from datetime import date

from referrals.models import ChangedWeek


def changed() -> dict[date, int]:
    """The Monday of each changed week and its generation, which grows with every further change."""
    return dict(ChangedWeek.objects.values_list("week", "generation"))
