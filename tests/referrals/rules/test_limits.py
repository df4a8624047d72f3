"""How often something may be tried: pauses that grow and end, and numbers within a window."""

from datetime import UTC, datetime, timedelta

import pytest

from referrals.limits import NONE, BackOff, Limit, Quota, Tries

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECRET = BackOff(free=5, longest=timedelta(minutes=15), forgotten=timedelta(hours=1))
FORM = Quota(most=20, within=timedelta(minutes=10))


def tried(limit: Limit, times: int, *, every: timedelta = NONE) -> Tries:
    """What is counted after so many, each as soon as it may be, or at a steady pace."""
    tries, now = Tries(0, START), START
    for _time in range(times):
        now += max(limit.wait(tries, now), every)
        tries = limit.count(tries, now)
    return tries


@pytest.mark.parametrize(
    ("wrong", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (10, 32), (14, 512), (15, 900), (99, 900)]
)
def test_the_pause_doubles_with_each_wrong_one_up_to_the_longest(wrong: int, seconds: int) -> None:
    tries = tried(SECRET, wrong)
    assert SECRET.wait(tries, tries.at) == timedelta(seconds=seconds)


def test_a_pause_ends_and_nobody_is_shut_out_for_good() -> None:
    tries = tried(SECRET, 10_000)
    assert SECRET.wait(tries, tries.at + SECRET.longest) == NONE


def test_a_day_of_guessing_without_a_break_is_a_hundred_guesses() -> None:
    tries, now, guesses = Tries(0, START), START, 0
    while now < START + timedelta(days=1):
        tries, guesses = SECRET.count(tries, now), guesses + 1
        now += SECRET.wait(tries, now)
    assert guesses <= 120


def test_after_an_hour_without_any_all_is_forgotten() -> None:
    tries = tried(SECRET, 30)
    assert SECRET.count(tries, tries.at + SECRET.forgotten).number == 1


def test_a_window_begins_with_the_first_and_takes_so_many() -> None:
    tries = tried(FORM, 20)
    assert tries == Tries(20, START)
    assert FORM.wait(tries, START + timedelta(minutes=4)) == timedelta(minutes=6)
    assert FORM.count(tries, START + timedelta(minutes=10)) == Tries(1, START + timedelta(minutes=10))


def test_a_steady_pace_below_the_number_never_waits() -> None:
    tries = tried(FORM, 200, every=timedelta(minutes=1))
    assert FORM.wait(tries, tries.at) == NONE


def test_a_clock_that_is_a_little_behind_another_waits_no_longer_than_the_pause_and_that_little() -> None:
    tries = tried(SECRET, 5)
    assert SECRET.wait(tries, tries.at - timedelta(seconds=2)) == timedelta(seconds=3)
