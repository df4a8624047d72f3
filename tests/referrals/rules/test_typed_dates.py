"""Days and times as people type them: each spelling gives the day that was meant, and what is none is refused."""

from datetime import date, time

import pytest

from referrals.typed_dates import Lean, UnreadableDayError, birthdays, day, moment

# A Friday.
TODAY = date(2026, 11, 27)
PAST, FUTURE, NEAREST = Lean.PAST, Lean.FUTURE, Lean.NEAREST


@pytest.mark.parametrize(
    ("text", "lean", "meant"),
    [
        *[(text, PAST, date(1952, 5, 3)) for text in ("3/5/52", "3.5.52", "3-5-52", "3 5 52", "03/05/1952", "030552")],
        *[
            (text, PAST, date(1952, 5, 3))
            for text in ("03051952", "1952-05-03", "1952/5/3", "3 May 1952", "3rd may 52")
        ],
        *[(text, PAST, date(1952, 5, 3)) for text in ("May 3, 1952", "3 of May 1952", "3may1952", "  3 / 5 / 1952 ")],
        *[(text, NEAREST, TODAY) for text in ("today", "Today", "now", "27/11", "27 nov", "+0d")],
        ("tomorrow", FUTURE, date(2026, 11, 28)),
        ("tom", FUTURE, date(2026, 11, 28)),
        ("yesterday", PAST, date(2026, 11, 26)),
        ("5 Mar", FUTURE, date(2027, 3, 5)),
        ("5 Mar", PAST, date(2026, 3, 5)),
        ("5 Mar", NEAREST, date(2027, 3, 5)),
        ("5/3", FUTURE, date(2027, 3, 5)),
        ("28/11", FUTURE, date(2026, 11, 28)),
        ("28/11", PAST, date(2025, 11, 28)),
        ("1 jan 27", FUTURE, date(2027, 1, 1)),
        ("1/1/99", FUTURE, date(2099, 1, 1)),
        ("1/1/27", PAST, date(1927, 1, 1)),
        ("29 feb", FUTURE, None),
        *[
            (text, FUTURE, date(2026, 12, 11))
            for text in ("+2w", "2w", "+ 2 w", "in 2 weeks", "+14d", "+1fortnight", "14 days")
        ],
        *[(text, FUTURE, date(2026, 12, 27)) for text in ("+1m", "1 month", "in a month")],
        ("+3m", FUTURE, date(2027, 2, 27)),
        ("+1y", FUTURE, date(2027, 11, 27)),
        *[(text, PAST, date(2026, 11, 24)) for text in ("-3d", "3 days ago", "3d ago", "tue", "tuesday", "last tue")],
        ("a week ago", PAST, date(2026, 11, 20)),
        *[
            (text, FUTURE, date(2026, 12, 1))
            for text in ("tue", "Tue", "tues", "Tuesday", "next tue", "this tue", "on tuesday")
        ],
        ("fri", FUTURE, TODAY),
        ("next fri", FUTURE, date(2026, 12, 4)),
        ("fri", PAST, TODAY),
        ("last fri", PAST, date(2026, 11, 20)),
        ("sept 4", FUTURE, date(2027, 9, 4)),
    ],
)
def test_a_day(text: str, lean: Lean, meant: date | None) -> None:
    if meant is None:
        with pytest.raises(UnreadableDayError):
            day(text, TODAY, lean)
    else:
        assert day(text, TODAY, lean) == meant


@pytest.mark.parametrize(
    ("today", "text", "meant"),
    [
        (date(2026, 1, 31), "+1m", date(2026, 2, 28)),
        (date(2028, 1, 31), "+1m", date(2028, 2, 29)),
        (date(2026, 12, 31), "+2m", date(2027, 2, 28)),
        (date(2028, 2, 29), "+1y", date(2029, 2, 28)),
        (date(2026, 1, 15), "-1m", date(2025, 12, 15)),
        (date(2028, 2, 1), "29 feb", date(2028, 2, 29)),
    ],
)
def test_months_of_other_lengths(today: date, text: str, meant: date) -> None:
    assert day(text, today) == meant


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            " ",
            "soon",
            "5",
            "mar",
            "31/2/52",
            "32/1/2026",
            "1/13/2026",
            "3/5/1",
            "3/5/195",
            "20260230",
            "+2x",
            "+w",
        ],
        *["tu", "next", "tue wed", "9999-99-99", "x" * 500, "0/0/0000", "३/५/५२", "12345", "ago", "yesterday tomorrow"],
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDayError):
        day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "meant", "at"),
    [
        *[
            (text, date(2026, 12, 1), time(10, 30))
            for text in ("tue 10.30", "tue 10:30", "Tue, 10.30am", "tue at 10.30")
        ],
        *[(text, date(2026, 12, 1), time(14)) for text in ("1 dec 2pm", "1/12 14:00", "1/12/26 14.00", "+4d 2 pm")],
        ("tomorrow noon", date(2026, 11, 28), time(12)),
        ("tomorrow 12am", date(2026, 11, 28), time(0)),
        ("tomorrow 12pm", date(2026, 11, 28), time(12)),
        ("10.30am", TODAY, time(10, 30)),
        ("at 3pm", TODAY, time(15)),
        ("2 weeks 9am", date(2026, 12, 11), time(9)),
        ("tue", date(2026, 12, 1), None),
    ],
)
def test_a_day_with_its_time(text: str, meant: date, at: time | None) -> None:
    typed = moment(text, TODAY, FUTURE)
    assert (typed.day, typed.at) == (meant, at)


@pytest.mark.parametrize("text", ["tue 25.00", "tue 10.75", "tue 13pm", "tue 0am", "soon 10.30"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDayError):
        moment(text, TODAY, FUTURE)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3/5/1952", {date(1952, 5, 3)}),
        ("3/5/52", {date(1952, 5, 3), date(1852, 5, 3)}),
        ("3/5/20", {date(2020, 5, 3), date(1920, 5, 3)}),
        ("030520", {date(2020, 5, 3), date(1920, 5, 3)}),
        ("3/5/2052", set()),
        ("29/2/1900", set()),
        ("nonsense", set()),
    ],
)
def test_days_of_birth_of_two_centuries(text: str, days: set[date]) -> None:
    assert birthdays(text, TODAY) == days
