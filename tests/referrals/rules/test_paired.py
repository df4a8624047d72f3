"""Paired change against figures worked out by hand, and against a slow and obvious second way."""

from decimal import Decimal
from math import gamma, pi, sqrt
from random import Random

import pytest

from referrals.paired import FEWEST, change, t_quantile


def slow_t_quantile(freedom: int) -> float:
    """Add up slices of the density until 47.5 % lie between 0 and here."""
    scale = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))

    def density(at: float) -> float:
        return float(scale * (1 + at * at / freedom) ** (-(freedom + 1) / 2))

    step, here, area = 0.0005, 0.0, 0.0
    while area < 0.475:
        area += step * density(here + step / 2)
        here += step
    return here


@pytest.mark.parametrize(
    ("freedom", "known"),
    [(7, 2.3646), (9, 2.2622), (20, 2.0860), (29, 2.0452), (60, 2.0003), (120, 1.9799)],
)
def test_the_quantile_is_that_of_the_printed_table(freedom: int, known: float) -> None:
    assert t_quantile(freedom) == pytest.approx(known, abs=0.0001)
    assert t_quantile(freedom) == pytest.approx(slow_t_quantile(freedom), abs=0.001)


def test_a_change_worked_out_by_hand() -> None:
    # Mean 2; squares about it 4+4+1+1+0+0+1+1+4+4 = 20, so s = sqrt(20 / 9) = 1.4907 and s / sqrt(10) = 0.4714.
    found = change([Decimal(value) for value in (0, 0, 1, 1, 2, 2, 3, 3, 4, 4)], started=16)
    assert (found.paired, found.started, found.mean, found.completion) == (10, 16, 2.0, 62.5)
    assert found.low == pytest.approx(2 - 2.2622 * 0.4714, abs=0.0005)
    assert found.high == pytest.approx(2 + 2.2622 * 0.4714, abs=0.0005)


def test_a_change_worked_out_slowly() -> None:
    random = Random(7)
    for number in (8, 9, 31):
        values = [Decimal(random.randint(-500, 900)) / 100 for _person in range(number)]
        found = change(values, started=number)
        mean = float(sum(values)) / number
        variance = sum((float(value) - mean) ** 2 for value in values) / (number - 1)
        margin = slow_t_quantile(number - 1) * sqrt(variance / number)
        assert found.mean == pytest.approx(mean)
        assert found.low == pytest.approx(mean - margin, abs=0.002)
        assert found.high == pytest.approx(mean + margin, abs=0.002)


def test_of_too_few_nothing_is_said_but_how_many() -> None:
    found = change([Decimal(1)] * (FEWEST - 1), started=20)
    assert (found.paired, found.started, found.mean, found.low, found.high) == (7, 20, None, None, None)
    assert change([Decimal(1)] * FEWEST, started=20).mean == 1.0
    assert change([], started=0).completion is None


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(1, 11.300117563479771), (2, 4.270551341899817), (10, 2.2281308968121536)]
)
def test_the_quantile_is_the_expansion_of_abramowitz_and_stegun(freedom: int, quantile: float) -> None:
    """26.7.5, worked out in fractions: few degrees of freedom weigh its later terms most, where it is no quantile."""
    assert t_quantile(freedom) == pytest.approx(quantile, rel=1e-12)
