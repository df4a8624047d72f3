"""Changed weeks: a note for each change, removed only by a rebuild that has seen it."""

from datetime import date

import pytest

from referrals.actions import weeks as actions
from referrals.selectors import weeks

MONDAY = date(2026, 3, 2)


@pytest.mark.django_db
def test_days_of_one_week_are_one_note() -> None:
    actions.mark([MONDAY, date(2026, 3, 8), date(2026, 3, 9)])
    assert {week: len(notes) for week, notes in weeks.changed().items()} == {MONDAY: 1, date(2026, 3, 9): 1}


@pytest.mark.django_db
def test_a_change_during_a_rebuild_keeps_its_note() -> None:
    actions.mark([MONDAY])
    read = weeks.changed()[MONDAY]
    actions.mark([MONDAY])
    actions.clear(notes=read)
    assert len(weeks.changed()[MONDAY]) == 1
