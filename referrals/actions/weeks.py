"""Marking the weeks whose figures have changed, in the transaction that changed them."""

from collections.abc import Iterable
from datetime import date, datetime

from referrals.calendar import local_day, week_of
from referrals.models import ChangedWeek
from referrals.registries import person_data


def mark(days: Iterable[date]) -> None:
    """Mark the ISO weeks of these London days."""
    weeks = sorted({week_of(day) for day in days})
    ChangedWeek.objects.bulk_create(ChangedWeek(week=week) for week in weeks)


def clear(*, notes: Iterable[int]) -> None:
    """Remove the notes that were read before a rebuild; those written meanwhile stay for the next."""
    ChangedWeek.objects.filter(pk__in=list(notes)).delete()


def counted_days(person_id: int) -> set[date]:
    """The London days on which figures counted the person."""
    moments: list[date] = []
    for holding in person_data.holdings():
        if holding.counted_on:
            moments.extend(holding.rows(person_id).values_list(holding.counted_on, flat=True))
    # A datetime is a date too: its London day; a date stays as it is.
    return {local_day(moment) if isinstance(moment, datetime) else moment for moment in moments}
