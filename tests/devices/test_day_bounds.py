"""The day rules at their exact bounds, each by an example small enough to be worked out by hand."""

from datetime import UTC, datetime, timedelta
from time import process_time
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
        (-10, 10 + 1 / 60, True),  # a second too long
        (-10, 10.5, True),
        (-9.5, 10, True),  # a twentieth of its own length
        (-9.5, 10 + 1 / 60, False),  # and a second more
        (60, 10, True),  # starts where it ends
        (60 - 1 / 60, 10, True),  # a second too early
        (59.5, 10, True),
        (59.5 - 1 / 60, 10, False),
        (30, 10, False),  # within
        (50, 20, False),  # over the end
        (-10, 20, False),  # over the start
        (-20, 10, True),
        (80, 10, True),
    ],
)
def test_what_overlaps_by_a_twentieth_of_itself_counts_and_what_overlaps_by_more_does_not(
    start: float, length: float, *, both: bool
) -> None:
    longer, shorter = minutes(0, 60, 100, name="long"), minutes(start, length, 7, name="short")
    for order in ([longer, shorter], [shorter, longer]):
        taken = chosen(order)
        assert (shorter in taken) is both
        assert longer in taken
        counted = figure(order)
        assert counted
        assert (counted.state, counted.steps, counted.worn) == (DayState.COUNTED, 107 if both else 100, None)
        there = max(0, min(60, start + length) - max(0, start))
        assert counted.covered == round(60 + (length - there if both else 0), 2)


def test_what_lies_between_two_taken_ones_is_compared_with_both() -> None:
    early, late = minutes(0, 60, name="early"), minutes(90, 60, name="late")
    fits, over_left, over_right = minutes(60, 30, name="m"), minutes(58, 30, name="l"), minutes(62, 30, name="r")
    assert chosen([early, late, fits]) == [early, fits, late]
    assert chosen([early, late, over_left]) == [early, late]
    assert chosen([early, late, over_right]) == [early, late]
    # A minute on either side is more than a twentieth of 32.
    over_both, over_one = minutes(59, 32, name="b"), minutes(59, 31, name="o")
    assert chosen([early, late, over_both]) == [early, late]
    assert chosen([early, late, over_one]) == [early, over_one, late]


def test_what_was_taken_with_a_small_overlap_covers_its_time_for_the_next() -> None:
    first, second, third = minutes(0, 60, name="1"), minutes(58, 50, name="2"), minutes(100, 40, name="3")
    assert chosen([first, second, third]) == [first, second]
    counted = figure([first, second, third])
    assert counted
    assert counted.covered == 108


@pytest.mark.parametrize(
    ("readings", "covered", "valid"),
    [
        ([minutes(0, 600)], 600, True),
        ([minutes(0, 599.5)], 599.5, False),
        ([minutes(0, 1200, worn=50)], 600, True),
        ([minutes(0, 1200, worn=49.99)], 599.88, False),
        ([minutes(0, 300, worn=100), minutes(300, 299, worn=0), minutes(599, 300)], 600, True),
        # What both cover is as the one says that was taken first.
        ([minutes(0, 100, worn=100), minutes(99, 20, worn=0)], 100, False),
        ([minutes(0, 100, worn=0), minutes(99, 20, worn=100)], 19, False),
    ],
)
def test_a_day_of_600_covered_minutes_is_valid(readings: list[Interval], covered: float, *, valid: bool) -> None:
    counted = figure(readings)
    assert counted
    assert (counted.covered, counted.valid) == (covered, valid)


@pytest.mark.parametrize(
    ("readings", "doubtful"),
    [
        ([minutes(0, 60, 100), minutes(0, 30, 60), minutes(30, 30, 40)], False),
        ([minutes(0, 60, 99), minutes(0, 30, 60), minutes(30, 30, 40)], True),
        # Totals so far that grow are each other's parts; one that starts again is not, however it goes on.
        ([minutes(0, 10 * n, 100 * n, name=str(n)) for n in range(1, 7)], False),
        ([minutes(0, 60, 600), minutes(0, 120, 40), minutes(0, 180, 80, name="b"), minutes(0, 240, 120)], True),
        # Parts that share a few seconds add up; parts that share more do not.
        ([minutes(0, 61, 150), minutes(0, 30, 100), minutes(29, 30, 100)], True),
        ([minutes(0, 61, 150), minutes(0, 30, 100), minutes(28, 30, 100)], False),
        ([minutes(0, 61, 150), minutes(0, 40, 100), minutes(39, 20, 100)], True),
        ([minutes(0, 61, 150), minutes(0, 40, 100), minutes(38.5, 20, 100)], False),
        ([minutes(0, 61, 150), minutes(0, 20, 100), minutes(18.5, 40, 100)], False),
        # What goes over an end is not within.
        ([minutes(0, 60, 10), minutes(1, 60, 500, seq=0)], False),
        ([minutes(0, 60, 10), minutes(-1, 60, 500, seq=0)], False),
        ([minutes(0, 60, 10), minutes(59, 30, 500)], False),
    ],
)
def test_a_total_below_what_its_parts_add_up_to_makes_the_day_doubtful(
    readings: list[Interval], *, doubtful: bool
) -> None:
    for order in (readings, readings[::-1]):
        counted = figure(order)
        assert counted
        assert counted.doubtful is doubtful


def test_a_day_of_many_thousand_readings_is_worked_out_at_once() -> None:
    """One a second, and totals so far each minute, as a device that is broken may send."""
    seconds = [minutes(n / 60, 1 / 60, 1, name=f"s{n}") for n in range(10_000)]
    so_far = [minutes(0, n, n, name=f"m{n}") for n in range(1, 167)]
    started = process_time()
    counted = figure(seconds + so_far)
    assert counted
    assert counted.doubtful
    assert process_time() - started < 5


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
        ([minutes(0, 60, 0)], (DayState.ZERO, 0, None)),
        ([minutes(0, 60, 1)], (DayState.COUNTED, 1, None)),
        ([minutes(0, 60, 0, worn=0)], (DayState.NOT_WORN, 0, 0)),
        ([minutes(0, 60, 5, worn=0)], (DayState.NOT_WORN, 5, 0)),
        ([minutes(0, 60, 0, worn=0.5)], (DayState.ZERO, 0, 0.5)),
        ([minutes(0, 60, 0, worn=0), minutes(60, 60, 0, worn=0)], (DayState.NOT_WORN, 0, 0)),
        ([minutes(0, 60, 0, worn=0), minutes(60, 60, 0)], (DayState.ZERO, 0, 0)),
        ([minutes(0, 60, 3, worn=0), minutes(60, 60, 0)], (DayState.COUNTED, 3, 0)),
    ],
)
def test_a_day_is_not_worn_only_if_all_of_it_says_so(
    readings: list[Interval], expected: tuple[DayState, int, float | None]
) -> None:
    counted = figure(readings)
    assert counted
    assert (counted.state, counted.steps, counted.worn) == expected


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
    counted = figure([minutes(0, 60, 9, worn=50), minutes(0, 30, 9, worn=100)])
    assert counted == Figure(DayState.COUNTED, 9, 50, 30, doubtful=False)


def candidate(device: UUID, worn: float | None, *, since: datetime = NINE, steps: int = 1) -> Candidate:
    return Candidate(device, since, Figure(DayState.COUNTED, steps, worn, 60, doubtful=False))


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
