"""Days of birth as people type them: each spelling gives the day that was meant, and what is none gives none."""

from datetime import date

import pytest

from referrals.typed_dates import birthdays

TODAY = date(2026, 11, 27)
BORN, TWO_FIGURES = date(1952, 5, 3), {date(1952, 5, 3), date(1852, 5, 3)}


@pytest.mark.parametrize(
    "text",
    [
        *["3/5/1952", "03/05/1952", "3.5.1952", "3-5-1952", "3 5 1952", "3 / 5 / 1952", "03051952"],
        *["1952-05-03", "1952/5/3", "1952.5.3", "3 May 1952", "3rd may 1952", "3may1952", "3-May-1952", "3 may, 1952"],
    ],
)
def test_a_whole_year(text: str) -> None:
    assert birthdays(text, TODAY) == {BORN}


@pytest.mark.parametrize("text", ["3/5/52", "3.5.52", "3-5-52", "3 5 52", "030552", "3rd may 52", " 3 May 52 "])
def test_of_two_figures_it_may_be_either_century(text: str) -> None:
    assert birthdays(text, TODAY) == TWO_FIGURES


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3/5/20", {date(2020, 5, 3), date(1920, 5, 3)}),
        ("030520", {date(2020, 5, 3), date(1920, 5, 3)}),
        ("27/11/26", {TODAY, date(1926, 11, 27)}),
        ("28/11/26", {date(1926, 11, 28), date(1826, 11, 28)}),
        ("1/1/27", {date(1927, 1, 1), date(1827, 1, 1)}),
        ("4 sept 1960", {date(1960, 9, 4)}),
        ("29/2/1952", {date(1952, 2, 29)}),
        ("29/2/00", {date(2000, 2, 29)}),
    ],
)
def test_no_day_to_come_and_none_that_never_was(text: str, days: set[date]) -> None:
    assert birthdays(text, TODAY) == days


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            " ",
            "nonsense",
            "5",
            "mar",
            "3 may",
            "3/5",
            "3/5/2052",
            "29/2/1900",
            "31/2/52",
            "32/1/2016",
            "1/13/2016",
        ],
        *["3/5/1", "3/5/195", "20160230", "9999-99-99", "0/0/0000", "३/५/५२", "12345", "3 mayhem 1952", "x" * 500],
    ],
)
def test_what_is_no_day_of_birth(text: str) -> None:
    assert birthdays(text, TODAY) == frozenset()
