"""What is shown tells of nobody, and is near the truth where it may be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatory import disclosure
from observatory.disclosure import HIDDEN, NO_DATA, Shown

COUNTS = st.integers(0, 1_000_000)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [(0, 0), (1, None), (7, None), (8, 10), (10, 10), (12, 10), (13, 15), (14, 15), (17, 15), (18, 20), (1003, 1005)],
)
def test_counts_of_1_to_7_are_hidden_and_others_rounded_to_5(raw: int, shown: int | None) -> None:
    assert disclosure.count(raw) == Shown(shown, suppressed=shown is None)


@given(COUNTS)
def test_a_shown_count_is_a_multiple_of_5_within_2_of_the_truth(raw: int) -> None:
    shown = disclosure.count(raw)
    if shown.value is None:
        assert 1 <= raw <= 7
    else:
        assert shown.value % 5 == 0
        assert abs(shown.value - raw) <= 2


@given(COUNTS)
def test_what_is_shown_is_rounded_already(raw: int) -> None:
    shown = disclosure.count(raw)
    assert shown.value is None or disclosure.count(shown.value) == shown or shown.value == 5


@given(COUNTS)
def test_every_shown_count_stands_for_several_true_ones(raw: int) -> None:
    around = range(max(0, raw - 10), raw + 11)
    same = [other for other in around if disclosure.count(other) == disclosure.count(raw)]
    assert len(same) >= 3 or raw == 0


@pytest.mark.parametrize(("number", "base", "shown"), [(7.5, 5, 10), (2.5, 5, 5), (150, 100, 200), (149.9, 100, 100)])
def test_ties_go_up(number: float, base: int, shown: int) -> None:
    assert disclosure.nearest(number, base) == shown


@pytest.mark.parametrize(
    ("raw", "people", "shown"),
    [(None, 0, NO_DATA), (6123.0, 1, HIDDEN), (6123.0, 7, HIDDEN), (6123.0, 8, Shown(6100)), (6150.0, 9, Shown(6200))],
)
def test_a_median_over_1_to_7_people_is_hidden(raw: float | None, people: int, shown: Shown) -> None:
    assert disclosure.median(raw, people) == shown


def test_a_rate_is_worked_out_from_what_is_shown() -> None:
    assert disclosure.rate(disclosure.count(12), disclosure.count(9_998).value) == Decimal("1.0")
    assert disclosure.rate(disclosure.count(3), 10_000) is None
    assert disclosure.rate(disclosure.count(12), None) is None


@given(COUNTS, COUNTS)
def test_a_share_says_no_more_than_its_two_counts(part: int, more: int) -> None:
    whole = part + more
    share = disclosure.percent(part, whole)
    if disclosure.is_small(part) or disclosure.is_small(whole):
        assert share == HIDDEN
    elif whole:
        assert share.value is not None
        assert 0 <= share.value <= 100
    else:
        assert share == NO_DATA
