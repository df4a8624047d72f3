"""Weeks that are not released yet: worked out again when the record changes."""

from datetime import date, datetime

from django.db import transaction

from observatory.actions import refresh
from observatory.models import RunningFigure
from observatory.periods import Period
from observatory.selectors import releases
from referrals.kit import weeks
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day, week_of
from referrals.kit.permissions import Permission


@transaction.atomic
def rebuild_changed(*, by: Actor, now: datetime) -> list[date]:
    """Rebuild each changed week that is not released, and its block. The weeks that were rebuilt, by Monday.

    A released week stands: a mark of it is kept, for the next revision to take up.
    """
    check(by, Permission.RUN_SCHEDULE)
    refresh.begin()
    released = releases.last_week()
    current = week_of(local_day(now))
    # Read before the figures are worked out: what changes meanwhile keeps its mark.
    marks = weeks.changed()
    due = sorted(week for week in marks if _is_open(week, released, current))
    if not due and not RunningFigure.objects.filter(period=Period.WEEK, starts_on=current).exists():
        due = [current]
    if due:
        refresh.replace(Period.WEEK, due, now)
        refresh.replace(Period.BLOCK, _blocks(due, released), now)
    for week, notes in marks.items():
        # One mark is enough for a revision: thousands of late readings must not pile up.
        weeks.clear(notes=notes if week in due else notes[1:])
    return due


def _is_open(week: date, released: date | None, current: date) -> bool:
    return week <= current and (released is None or week > released)


def _blocks(due: list[date], released: date | None) -> list[date]:
    touched = {Period.BLOCK.start_of(week) for week in due}
    return [block for block in refresh.open_blocks(due[0], due[-1], released) if block in touched]
