"""The days on which the tests have to pass are there, and each gets its turn."""

from datetime import UTC, date, datetime, time, timedelta

from referrals.kit.calendar import LONDON
from tests import dates


def test_each_moment_gets_its_turn_and_the_machines_own_clock_too() -> None:
    first = date(2026, 11, 27)
    met = [dates.in_turn(first + timedelta(days=number)) for number in range(len(dates.TURNS))]
    assert sorted(met) == sorted([dates.NOW, *dates.MOMENTS])


def test_a_moment_is_londons_on_its_day_or_so_long_from_now() -> None:
    now = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    assert dates.start_of("in-40-days", now) == datetime(2027, 1, 6, 7, tzinfo=LONDON)
    assert dates.start_of("clocks-go-back", now) == datetime(2027, 10, 30, 23, 5, tzinfo=UTC)
    assert dates.start_of("leap-day", now) == datetime(2028, 2, 29, 23, 55, tzinfo=UTC)


def test_there_are_mornings_evenings_and_the_hours_around_midnight() -> None:
    assert {at for _day, at in dates.MOMENTS.values()} == {time(0, 5), time(7), time(23, 30), time(23, 55)}
