"""The day rules at their exact bounds, each by an example small enough to be worked out by hand."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from devices.days import METRIC, Candidate, DayState, Figure, Interval, best, chosen, figure

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FIRST, OTHER = UUID(int=1), UUID(int=2)


def minutes(
    start: float, length: float, steps: int = 1, *, seq: int = 1, name: str = "a", worn: float | None = None
) -> Interval:
    begin = NINE + timedelta(minutes=start)
    return Interval(begin, begin + timedelta(minutes=length), seq, name, steps, worn)


def test_days_count_steps() -> None:
    assert METRIC == "steps"
    assert [state.value for state in DayState] == ["counted", "zero", "not-worn", "no-data"]


def test_length_is_the_end_less_the_start() -> None:
    assert minutes(3, 12).length == timedelta(minutes=12)


@pytest.mark.parametrize(
    ("start", "length", "both"),
    [
        (0, 10, False),  # equal starts
        (-10, 10, True),  # ends where the longer one starts
        (-10, 10 + 1 / 60, False),  # a second too long
        (60, 10, True),  # starts where it ends
        (60 - 1 / 60, 10, False),  # a second too early
        (30, 10, False),  # within
        (50, 20, False),  # over the end
        (-10, 20, False),  # over the start
        (-20, 10, True),
        (80, 10, True),
    ],
)
def test_what_only_touches_counts_and_what_overlaps_by_a_second_does_not(
    start: float, length: float, *, both: bool
) -> None:
    longer, shorter = minutes(0, 60, 100, name="long"), minutes(start, length, 7, name="short")
    for order in ([longer, shorter], [shorter, longer]):
        taken = chosen(order)
        assert (shorter in taken) is both
        assert longer in taken
        counted = figure(order)
        assert counted == Figure(DayState.COUNTED, 107 if both else 100, None)


def test_what_lies_between_two_taken_ones_is_compared_with_both() -> None:
    early, late = minutes(0, 60, name="early"), minutes(90, 60, name="late")
    fits, over_left, over_right = minutes(60, 30, name="m"), minutes(59, 30, name="l"), minutes(61, 30, name="r")
    assert chosen([early, late, fits]) == [early, fits, late]
    assert chosen([early, late, over_left]) == [early, late]
    assert chosen([early, late, over_right]) == [early, late]


def test_what_is_taken_is_in_the_order_of_time_whatever_its_length() -> None:
    pieces = [minutes(120, 3), minutes(0, 2), minutes(60, 1), minutes(200, 4)]
    assert chosen(pieces) == [pieces[1], pieces[2], pieces[0], pieces[3]]
    assert chosen(iter(pieces)) == chosen(pieces)


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (minutes(0, 10 + 1 / 60), minutes(5, 10, seq=9, name="z")),
        (minutes(0, 10, seq=2), minutes(5, 10, seq=1, name="z")),
        (minutes(0, 10, name="b"), minutes(5, 10, name="a")),
        (minutes(0, 10, name="b"), minutes(5, 10, name="a99")),
        (minutes(0, 10, name="a9"), minutes(5, 10, name="a10")),
    ],
)
def test_the_longest_then_the_higher_seq_then_the_greater_id_is_taken(winner: Interval, loser: Interval) -> None:
    assert chosen([winner, loser]) == chosen([loser, winner]) == [winner]


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([minutes(0, 60, 0)], Figure(DayState.ZERO, 0, None)),
        ([minutes(0, 60, 1)], Figure(DayState.COUNTED, 1, None)),
        ([minutes(0, 60, 0, worn=0)], Figure(DayState.NOT_WORN, 0, 0)),
        ([minutes(0, 60, 5, worn=0)], Figure(DayState.NOT_WORN, 5, 0)),
        ([minutes(0, 60, 0, worn=0.5)], Figure(DayState.ZERO, 0, 0.5)),
        ([minutes(0, 60, 0, worn=0), minutes(60, 60, 0, worn=0)], Figure(DayState.NOT_WORN, 0, 0)),
        ([minutes(0, 60, 0, worn=0), minutes(60, 60, 0)], Figure(DayState.ZERO, 0, 0)),
        ([minutes(0, 60, 3, worn=0), minutes(60, 60, 0)], Figure(DayState.COUNTED, 3, 0)),
    ],
)
def test_a_day_is_not_worn_only_if_all_of_it_says_so(readings: list[Interval], expected: Figure) -> None:
    assert figure(readings) == expected


@pytest.mark.parametrize(
    ("readings", "worn"),
    [
        ([minutes(0, 10, worn=100)], 100),
        ([minutes(0, 10, worn=100), minutes(10, 30, worn=20)], 40),
        ([minutes(0, 10, worn=100), minutes(10, 30)], 100),
        ([minutes(0, 10, worn=100), minutes(10, 20, worn=0)], 33.33),
        ([minutes(0, 10, worn=0), minutes(10, 20, worn=100)], 66.67),
        ([minutes(0, 0.5, worn=100), minutes(1, 0.25, worn=0)], 66.67),
        ([minutes(0, 10), minutes(10, 20)], None),
    ],
)
def test_wear_is_weighted_by_time_and_has_two_decimals(readings: list[Interval], worn: float | None) -> None:
    counted = figure(readings)
    assert counted
    assert counted.worn == worn


def test_what_is_skipped_has_no_say_in_wear() -> None:
    assert figure([minutes(0, 60, 9, worn=50), minutes(0, 30, 9, worn=100)]) == Figure(DayState.COUNTED, 9, 50)


def candidate(device: UUID, worn: float | None, *, since: datetime = NINE, steps: int = 1) -> Candidate:
    return Candidate(device, since, Figure(DayState.COUNTED, steps, worn))


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (candidate(OTHER, 0.01), candidate(FIRST, 0, since=NINE - SECOND)),
        (candidate(OTHER, 0), candidate(FIRST, None, since=NINE - SECOND)),
        (candidate(OTHER, 100, since=NINE - SECOND), candidate(FIRST, 100)),
        (candidate(OTHER, None, since=NINE - SECOND), candidate(FIRST, None)),
        (candidate(FIRST, 50), candidate(OTHER, 50)),
        (candidate(FIRST, None, steps=1), candidate(OTHER, None, steps=9)),
        (candidate(OTHER, None), Candidate(FIRST, NINE - SECOND, None)),
    ],
)
def test_a_persons_day_is_the_best_worn_then_the_longest_lent_then_the_lowest_device(
    winner: Candidate, loser: Candidate
) -> None:
    assert best([winner, loser]) is winner
    assert best([loser, winner]) is winner
    assert best(iter([loser, winner])) is winner


def test_without_a_figure_there_is_no_day() -> None:
    assert figure([]) is None
    assert chosen([]) == []
    assert best([]) is None
    assert best([Candidate(FIRST, NINE, None), Candidate(OTHER, NINE, None)]) is None


def test_of_two_figures_of_one_loan_the_first_is_taken() -> None:
    once, again = candidate(FIRST, 50, steps=1), candidate(FIRST, 50, steps=2)
    assert best([once, again]) is once
    assert best([again, once]) is again
