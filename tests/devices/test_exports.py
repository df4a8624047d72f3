"""Reading a real export: whole weeks forward, London's clock, nothing lost when the clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from devices.management.exports import Hour, in_london, moved, read
from devices.messages.steps import Steps


def clock(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """What a clock on the wall shows, in no zone."""
    return datetime(year, month, day, hour, tzinfo=UTC).replace(tzinfo=None)


def hour(shown: datetime, total: int = 1) -> Hour:
    return Hour("1", shown, total)


def test_the_month_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    file.write_text(
        "Id,ActivityHour,StepTotal\n1503960366,4/12/2016 12:00:00 AM,373\n1503960366,5/1/2016 1:00:00 PM,8\n"
    )
    handler, hours = read(file)
    assert handler is Steps
    assert hours == [
        Hour("1503960366", clock(2016, 4, 12), 373),
        Hour("1503960366", clock(2016, 5, 1, 13), 8),
    ]


def test_an_export_that_no_message_is_made_of_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "hearts.csv"
    file.write_text("Id,Time,Value\n1503960366,4/12/2016 7:21:00 AM,97\n")
    with pytest.raises(LookupError, match=r"hearts\.csv"):
        read(file)


def test_days_move_by_whole_weeks_and_end_in_the_last_week() -> None:
    last = clock(2016, 5, 12, 15)
    for before in (date(2026, 3, 2) + timedelta(days=number) for number in range(7)):
        [found] = moved([hour(last)], before=before)
        assert found.clock.weekday() == last.weekday()
        assert timedelta(0) < before - found.clock.date() <= timedelta(days=7)


def test_a_winter_hour_is_an_hour_of_utc() -> None:
    [interval] = in_london([hour(clock(2026, 1, 5, 9), 12)])
    assert (interval.start, interval.end) == (datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 5, 10, tzinfo=UTC))
    assert interval.total == 12


def test_no_hour_overlaps_another_on_the_days_when_the_clocks_change() -> None:
    for day in (clock(2026, 3, 29), clock(2026, 10, 25)):
        shown = [hour(day + timedelta(hours=number), number) for number in range(24)]
        intervals = sorted(in_london(shown), key=lambda interval: interval.start)
        assert sum(interval.total for interval in intervals) == sum(range(24))
        assert all(one.end <= other.start for one, other in pairwise(intervals))
