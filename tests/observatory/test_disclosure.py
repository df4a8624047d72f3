"""What is shown tells of nobody, and is near the truth where it may be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatory import disclosure
from observatory.disclosure import HIDDEN, NO_DATA, Shown

COUNTS = st.integers(0, 1_000_000)
HUNDRED = Decimal(100)


def shown(value: int | str) -> Shown:
    return Shown(Decimal(value))


def test_hidden_and_no_data_are_told_apart() -> None:
    assert (HIDDEN.value, HIDDEN.suppressed) == (None, True)
    assert (NO_DATA.value, NO_DATA.suppressed) == (None, False)
    assert shown(5).suppressed is False


def test_small_is_1_to_7() -> None:
    assert [number for number in range(-3, 20) if disclosure.is_small(number)] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("raw", "value"),
    [(0, 0), (1, None), (7, None), (8, 10), (10, 10), (12, 10), (13, 15), (14, 15), (17, 15), (18, 20), (1003, 1005)],
)
def test_counts_of_1_to_7_are_hidden_and_others_rounded_to_5(raw: int, value: int | None) -> None:
    assert disclosure.count(raw) == (HIDDEN if value is None else shown(value))


@given(COUNTS)
def test_a_shown_count_is_a_multiple_of_5_within_2_of_the_truth(raw: int) -> None:
    figure = disclosure.count(raw)
    if figure.value is None:
        assert 1 <= raw <= 7
    else:
        assert figure.value % 5 == 0
        assert abs(figure.value - raw) <= 2


@given(COUNTS)
def test_what_is_shown_is_rounded_already(raw: int) -> None:
    figure = disclosure.count(raw)
    assert figure.value is None or disclosure.count(int(figure.value)) == figure or figure.value == 5


@given(COUNTS)
def test_every_shown_count_stands_for_several_true_ones(raw: int) -> None:
    around = range(max(0, raw - 10), raw + 11)
    same = [other for other in around if disclosure.count(other) == disclosure.count(raw)]
    assert len(same) >= 3 or raw == 0


@pytest.mark.parametrize(
    ("number", "base", "value"),
    [
        *((7.5, "5", "10"), (7.4, "5", "5"), (2.5, "5", "5"), (150, "100", "200"), (149.9, "100", "100")),
        *((-7.5, "5", "-10"), (-7.4, "5", "-5"), (12, "1", "12"), (12.5, "1", "13"), (12.49, "1", "12")),
        *((Decimal("1.25"), "0.1", "1.3"), (Decimal("1.24"), "0.1", "1.2"), (0, "0.1", "0")),
    ],
)
def test_numbers_are_rounded_to_their_base_and_ties_go_away_from_0(number: float, base: str, value: str) -> None:
    assert disclosure.nearest(number, Decimal(base)) == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "people", "base", "figure"),
    [
        *((None, 0, HUNDRED, NO_DATA), (None, 8, HUNDRED, NO_DATA), (6123.0, 0, HUNDRED, NO_DATA)),
        *((6123.0, 1, HUNDRED, HIDDEN), (6123.0, 7, HUNDRED, HIDDEN)),
        *((6123.0, 8, HUNDRED, shown(6100)), (6150.0, 9, HUNDRED, shown(6200))),
        *((12, 20, Decimal(1), shown(12)), (Decimal("12.34"), 20, Decimal("0.1"), shown("12.3"))),
    ],
)
def test_an_average_over_1_to_7_people_is_hidden(raw: float | None, people: int, base: Decimal, figure: Shown) -> None:
    assert disclosure.average(raw, people, base) == figure


@pytest.mark.parametrize(
    ("raw", "people", "value"),
    [(12, 9_998, "1.0"), (13, 10_000, "1.5"), (23, 9_000, "2.8"), (0, 10_000, "0.0"), (25, 20_000, "1.3")],
)
def test_a_rate_is_per_1000_worked_out_from_what_is_shown(raw: int, people: int, value: str) -> None:
    denominator = disclosure.count(people).value
    assert denominator
    assert str(disclosure.rate(disclosure.count(raw), int(denominator))) == value


def test_there_is_no_rate_of_what_is_hidden_or_among_nobody() -> None:
    assert disclosure.rate(disclosure.count(3), 10_000) is None
    assert disclosure.rate(disclosure.count(12), None) is None
    assert disclosure.rate(disclosure.count(12), 0) is None
    assert disclosure.rate(disclosure.count(12), 1) == Decimal(10_000)


@pytest.mark.parametrize(
    ("part", "whole", "figure"),
    [
        *((0, 0, NO_DATA), (0, 1, HIDDEN), (0, 8, HIDDEN), (0, 20, shown(0)), (1, 100, HIDDEN), (7, 100, HIDDEN)),
        # 8 of 18 as 10 of 20; 12 of 18 as 10 of 20; 13 of 18 as 15 of 20; 23 of 33 as 25 of 35.
        *(
            (8, 18, shown(50)),
            (12, 18, shown(50)),
            (13, 18, shown(75)),
            (23, 33, shown(71)),
            (19, 19, HIDDEN),
            (20, 20, shown(100)),
            (40, 40, shown(100)),
        ),
        # 15 of 40 are 37.5 in a hundred.
        (15, 40, shown(38)),
    ],
)
def test_a_share_of_people_is_worked_out_from_its_two_shown_counts(part: int, whole: int, figure: Shown) -> None:
    assert disclosure.percent(part, whole) == figure


@pytest.mark.parametrize(
    ("part", "whole", "figure"),
    [
        *((0, 0, NO_DATA), (0, 1, shown(0)), (1, 1, shown(100)), (1, 3, shown(33)), (2, 3, shown(67))),
        *((1, 8, shown(13)), (1, 200, shown(1))),
    ],
)
def test_a_share_of_things_is_the_true_one(part: int, whole: int, figure: Shown) -> None:
    assert disclosure.share(part, whole) == figure


@given(COUNTS, COUNTS)
def test_a_share_says_no_more_than_its_two_counts(part: int, more: int) -> None:
    whole = part + more
    share = disclosure.percent(part, whole)
    if disclosure.is_small(part) or disclosure.is_small(whole):
        assert share == HIDDEN
    elif whole and not share.suppressed:
        assert share.value is not None
        assert 0 <= share.value <= 100
    elif whole:
        assert whole < 20
    else:
        assert share == NO_DATA
