"""Paired change: the mean of what changed in the same people, with its 95 % interval by Student's t.

Only people with both scores count. Fewer than `FEWEST` are too few to say anything of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import NormalDist, fmean, stdev

FEWEST = 8
# The standard normal's quantile for a two-sided 95 % interval.
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class PairedChange:
    """`paired` people of the `started` who have a first score; the figures are None where these are too few."""

    paired: int
    started: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def completion(self) -> float | None:
        """Per cent of those with a first score who have a later one too."""
        return 100 * self.paired / self.started if self.started else None


def change(differences: Sequence[Decimal], started: int) -> PairedChange:
    """What changed: `differences` are later minus first, one for each person."""
    paired = len(differences)
    if paired < FEWEST:
        return PairedChange(paired, started)
    values = [float(difference) for difference in differences]
    mean = fmean(values)
    margin = t_quantile(paired - 1) * stdev(values) / sqrt(paired)
    return PairedChange(paired, started, mean, mean - margin, mean + margin)


def t_quantile(freedom: int) -> float:
    """Student's t at 97.5 %, by the expansion about the normal: right to four decimals from 7 degrees of freedom."""
    terms = (
        (_Z**3 + _Z) / 4,
        (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / 96,
        (3 * _Z**7 + 19 * _Z**5 + 17 * _Z**3 - 15 * _Z) / 384,
        (79 * _Z**9 + 776 * _Z**7 + 1482 * _Z**5 - 1920 * _Z**3 - 945 * _Z) / 92_160,
    )
    return _Z + sum(term / float(freedom) ** power for power, term in enumerate(terms, start=1))
