"""Blocks are 13 weeks long, whatever the year."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from observatory.periods import BLOCK, Period, starts
from referrals.kit.calendar import WEEK, parse_week, week_of, weeks_between

MONDAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(week_of)


@given(MONDAYS)
def test_every_week_is_in_one_block_and_blocks_follow_one_another(week: date) -> None:
    start = Period.BLOCK.start_of(week)
    assert start <= week < start + BLOCK
    assert start.weekday() == 0
    assert Period.BLOCK.start_of(start - WEEK) == start - BLOCK
    assert Period.BLOCK.start_of(start + BLOCK) == start + BLOCK


@given(MONDAYS, st.integers(0, 120))
def test_the_periods_of_a_span_hold_all_its_weeks(first: date, number: int) -> None:
    last = first + number * WEEK
    for period in Period:
        found = starts(period, first, last)
        assert {period.start_of(week) for week in weeks_between(first, last)} == set(found)
        assert found == sorted(found)


def test_a_53rd_week_moves_no_boundary() -> None:
    before = Period.BLOCK.start_of(parse_week("2026-W53"))
    after = Period.BLOCK.start_of(parse_week("2027-W13"))
    assert (after - before) % timedelta(weeks=13) == timedelta()
    assert Period.BLOCK.label(before) == "2026-W53/2027-W12"


def test_a_week_is_named_by_its_iso_year() -> None:
    assert Period.WEEK.label(date(2024, 12, 30)) == "2025-W01"
    assert Period.WEEK.last_week(date(2024, 12, 30)) == date(2024, 12, 30)
