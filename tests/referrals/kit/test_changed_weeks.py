"""Changed weeks: a note for each change, removed only by a rebuild that has seen it."""

from datetime import date

import pytest

from referrals.kit import weeks

MONDAY = date(2026, 3, 2)


@pytest.mark.django_db
def test_days_of_one_week_are_one_note() -> None:
    weeks.mark([MONDAY, date(2026, 3, 8), date(2026, 3, 9)])
    assert {week: len(notes) for week, notes in weeks.changed().items()} == {MONDAY: 1, date(2026, 3, 9): 1}


@pytest.mark.django_db
def test_a_change_during_a_rebuild_keeps_its_note() -> None:
    weeks.mark([MONDAY])
    read = weeks.changed()[MONDAY]
    weeks.mark([MONDAY])
    weeks.clear(notes=read)
    assert len(weeks.changed()[MONDAY]) == 1
