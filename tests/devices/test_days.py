"""Days: one figure from many readings, whatever order they came in."""

import random
from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.days import Candidate, DayState, Figure, Interval, best, chosen, figure
from tests.devices import naive

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
FIRST, SECOND = UUID(int=1), UUID(int=2)


def hours(
    start: float, length: float, steps: int, *, seq: int = 1, name: str = "a", worn: float | None = None
) -> Interval:
    begin = MIDNIGHT + timedelta(hours=start)
    return Interval(begin, begin + timedelta(hours=length), seq, name, steps, worn)


def steps(given_readings: list[Interval]) -> int:
    counted = figure(given_readings)
    assert counted
    return counted.steps


def span_of(parts: tuple[int, int, int, int]) -> tuple[int, int]:
    """Minutes of the day."""
    start, off, length, longer = parts
    return 20 * start + off, 20 * (start + length) + off + longer


@st.composite
def readings(draw: st.DrawFn) -> list[Interval]:
    """Standing readings: at most one for each start and end, message ids distinct."""
    # Clocks that are a minute or two off, so that a twentieth of a length is hit, missed and met.
    off = st.integers(-2, 2)
    spans = draw(
        st.lists(st.tuples(st.integers(0, 71), off, st.integers(1, 20), off), max_size=9, unique_by=span_of),
    )
    return [
        Interval(
            MIDNIGHT + timedelta(minutes=start),
            MIDNIGHT + timedelta(minutes=end),
            draw(st.integers(0, 3)),
            f"m{number}",
            draw(st.integers(0, 5000)),
            draw(st.none() | st.sampled_from([0, 25, 60.5, 100])),
        )
        for number, (start, end) in enumerate(map(span_of, spans))
    ]


@given(readings(), st.randoms(use_true_random=False))
def test_the_day_agrees_with_the_obvious_rule_in_any_order(
    given_readings: list[Interval], chance: random.Random
) -> None:
    shuffled = list(given_readings)
    chance.shuffle(shuffled)
    counted = figure(shuffled)
    assert (counted and (counted.state.value, *astuple(counted)[1:])) == naive.day(given_readings)


@given(readings())
def test_hardly_anything_counts_twice(given_readings: list[Interval]) -> None:
    taken = chosen(given_readings)
    for first, second in pairwise(taken):
        assert (first.end - second.start) * 20 <= min(first.length, second.length)


def test_a_whole_day_wins_over_its_parts() -> None:
    assert steps([hours(9, 1, 500), hours(0, 24, 4000), hours(10, 1, 600)]) == 4000


def test_intervals_that_only_touch_both_count() -> None:
    assert steps([hours(9, 1, 500), hours(10, 1, 600)]) == 1100


def test_of_equal_lengths_the_higher_seq_then_the_greater_id_is_taken_first() -> None:
    assert steps([hours(9, 1, 1, seq=9), hours(9.5, 1, 2, seq=10)]) == 2
    assert steps([hours(9, 1, 1, name="a9"), hours(9.5, 1, 2, name="a10")]) == 1


def test_the_length_is_elapsed_time_when_the_clocks_change() -> None:
    changing = datetime(2026, 3, 29, tzinfo=UTC)
    in_bst = Interval(changing, changing + timedelta(hours=23), 1, "a", 10, None)
    longer = Interval(changing + timedelta(minutes=30), changing + timedelta(hours=24), 0, "b", 20, None)
    assert chosen([in_bst, longer]) == [longer]


@pytest.mark.parametrize(
    ("given_readings", "expected"),
    [
        ([], None),
        ([hours(9, 1, 0)], Figure(DayState.ZERO, 0, None, 60, doubtful=False)),
        ([hours(9, 1, 0, worn=40)], Figure(DayState.ZERO, 0, 40, 24, doubtful=False)),
        ([hours(9, 1, 0, worn=0)], Figure(DayState.NOT_WORN, 0, 0, 0, doubtful=False)),
        ([hours(9, 1, 0, worn=0), hours(10, 1, 0)], Figure(DayState.ZERO, 0, 0, 60, doubtful=False)),
        (
            [hours(9, 1, 7, worn=0), hours(10, 3, 0, worn=80)],
            Figure(DayState.COUNTED, 7, 60, 144, doubtful=False),
        ),
    ],
)
def test_a_day_says_what_its_figure_means(given_readings: list[Interval], expected: Figure | None) -> None:
    assert figure(given_readings) == expected


def candidate(device: UUID, worn: float | None, since: date) -> Candidate:
    started = datetime.combine(since, datetime.min.time(), UTC)
    return Candidate(device, started, Figure(DayState.COUNTED, 100, worn, 60, doubtful=False))


JANUARY, MARCH = date(2026, 1, 5), date(2026, 3, 1)


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (candidate(SECOND, 90, MARCH), candidate(FIRST, 80, JANUARY)),
        (candidate(SECOND, 1, MARCH), candidate(FIRST, None, JANUARY)),
        (candidate(SECOND, 80, JANUARY), candidate(FIRST, 80, MARCH)),
        (candidate(FIRST, None, MARCH), candidate(SECOND, None, MARCH)),
    ],
)
def test_a_persons_day_is_one_devices(winner: Candidate, loser: Candidate) -> None:
    assert best([winner, loser]) == best([loser, winner]) == winner


def test_a_device_without_data_gives_nobody_a_day() -> None:
    assert best([Candidate(FIRST, MIDNIGHT, None)]) is None
