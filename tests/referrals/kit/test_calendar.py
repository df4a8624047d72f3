"""Days, ISO weeks and working days."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from referrals.kit import calendar


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2018, 12, 31), "2019-W01"),
        (date(2021, 1, 3), "2020-W53"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2026, 12, 28), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
    ],
)
def test_a_week_is_named_by_its_iso_year(day: date, label: str) -> None:
    monday = calendar.week_of(day)
    assert calendar.week_label(monday) == label
    assert calendar.parse_week(label) == monday


@pytest.mark.parametrize("text", ["2025-W53", "2026-W00", "2026-W54"])
def test_a_week_that_the_year_lacks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Invalid week"):
        calendar.parse_week(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2026W11", "2026-w11", "-W11", "2026-W", "26-W11", "02026-W11", "2026-W1", "2026-W011", "week", ""),
        # Digits, but none that `int` may read here.
        *("\u0662\u0660\u0662\u0666-W11", "2026-W\u0661\u0661"),
        "2026-W11-W11",
    ],
)
def test_a_text_that_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=rf"^not an ISO week: {re.escape(repr(text))}$"):
        calendar.parse_week(text)


def test_a_local_day_follows_london_through_both_clock_changes() -> None:
    assert calendar.local_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert calendar.local_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2026, 12, 31)
    lengths = {
        day: calendar.day_starts(day + timedelta(days=1)).astimezone(UTC) - calendar.day_starts(day).astimezone(UTC)
        for day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 5, 1))
    }
    assert list(lengths.values()) == [timedelta(hours=23), timedelta(hours=25), timedelta(hours=24)]


def test_a_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match=r"^a moment needs a time zone$"):
        calendar.local_day(datetime(2026, 1, 1))  # noqa: DTZ001  # the naive moment is what the test is about


def test_working_days_skip_weekends_and_englands_bank_holidays() -> None:
    # Maundy Thursday 2026: Good Friday, the weekend and Easter Monday lie between.
    assert calendar.add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)
    # Christmas Day is a Friday; the substitute for Boxing Day is Monday 28 December.
    assert calendar.add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    # St Patrick's Day is one in Northern Ireland only.
    assert calendar.is_working_day(date(2026, 3, 17))
    assert calendar.add_working_days(date(2026, 4, 2), 0) == date(2026, 4, 2)


def test_so_many_working_days_ago_is_the_latest_day_that_is_long_enough_ago() -> None:
    # From Thursday to the Tuesday after Easter is one working day.
    assert calendar.working_days_ago(date(2026, 4, 7), 1) == date(2026, 4, 6)
    assert calendar.working_days_ago(date(2026, 4, 6), 1) == date(2026, 4, 1)
    for number in range(12):
        ago = calendar.working_days_ago(date(2026, 4, 8), number)
        assert calendar.add_working_days(ago, number) <= date(2026, 4, 8)
        assert number == 0 or calendar.add_working_days(ago + timedelta(days=1), number) > date(2026, 4, 8)


def test_weeks_between_are_every_monday_once() -> None:
    weeks = list(calendar.weeks_between(date(2026, 12, 24), date(2027, 1, 5)))
    assert [calendar.week_label(week) for week in weeks] == ["2026-W52", "2026-W53", "2027-W01"]


@pytest.mark.parametrize(
    ("first", "last"), [(date(2027, 1, 4), date(2027, 1, 3)), (date(2027, 1, 5), date(2027, 1, 3))]
)
def test_between_a_week_and_an_earlier_one_there_is_none(first: date, last: date) -> None:
    assert list(calendar.weeks_between(first, last)) == []


def test_a_week_begins_on_its_monday() -> None:
    monday = date(2027, 1, 4)
    assert list(calendar.weeks_between(monday, monday)) == [monday]
    assert list(calendar.weeks_between(monday, monday + timedelta(days=6))) == [monday]
    assert list(calendar.weeks_between(monday + timedelta(days=6), monday + timedelta(days=7))) == [
        monday,
        monday + timedelta(days=7),
    ]
    assert {calendar.week_of(monday + timedelta(days=number)) for number in range(7)} == {monday}


def test_a_day_starts_at_midnight_in_london() -> None:
    assert calendar.day_starts(date(2026, 7, 1)) == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert calendar.day_starts(date(2026, 12, 1)) == datetime(2026, 12, 1, tzinfo=UTC)
    assert calendar.day_starts(date(2026, 12, 1)).tzinfo is calendar.LONDON


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(1950, 3, 4), date(2026, 3, 3), 75),
        (date(1950, 3, 4), date(2026, 3, 4), 76),
        (date(1950, 3, 4), date(2026, 4, 1), 76),
        (date(1950, 3, 4), date(2026, 2, 28), 75),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_an_age_is_in_whole_years(born_on: date, day: date, age: int) -> None:
    assert calendar.age_on(born_on, day) == age


def test_a_working_day_is_monday_to_friday_and_no_bank_holiday() -> None:
    monday = date(2026, 11, 23)
    assert [calendar.is_working_day(monday + timedelta(days=number)) for number in range(7)] == [
        *[True] * 5,
        False,
        False,
    ]
    assert calendar.is_bank_holiday(date(2026, 12, 25))
    assert not calendar.is_working_day(date(2026, 12, 25))
    assert not calendar.is_bank_holiday(date(2026, 11, 28))
    assert calendar.add_working_days(date(2026, 11, 20), 3) == date(2026, 11, 25)
    assert calendar.add_working_days(date(2026, 11, 20), -1) == date(2026, 11, 20)
