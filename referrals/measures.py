"""Outcome measures as data: their items, the range of an answer, what a score is, and which way is better.

A score needs every item it is made of: nothing is guessed for an answer that was not given. How ONS4, UCLA-3 and MYCaW
are asked stands in `forms/support/scores.py`; the wording of SWEMWBS is licensed and is not shipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """A number that is followed over time: one item's answer, or the sum of several, through a table if it has one.

    `least` and `most` bound each answer. `threshold` is the smallest change that is published as one that can be told
    from chance, where there is such a figure. `is_averaged` is False for answers that are words in an order.
    """

    code: str
    items: tuple[str, ...]
    least: int
    most: int
    lower_is_better: bool = False
    table: tuple[Decimal, ...] = ()
    threshold: Decimal | None = None
    is_averaged: bool = True

    @property
    def places(self) -> int:
        """Decimals that a score has."""
        return 2 if self.table else 0

    @property
    def lowest(self) -> int:
        """The smallest sum of answers."""
        return self.least * len(self.items)

    @property
    def highest(self) -> int:
        """The largest sum of answers."""
        return self.most * len(self.items)

    def score(self, answers: Mapping[str, int]) -> Decimal | None:
        """The score of these answers by item; None unless every item was answered."""
        given = [answers[item] for item in self.items if item in answers]
        return self.of_sum(sum(given)) if len(given) == len(self.items) else None

    def of_sum(self, total: int) -> Decimal:
        """The score of a sum of all the answers."""
        if not self.lowest <= total <= self.highest:
            message = f"{self.code} has no sum of {total}"
            raise ValueError(message)
        return self.table[total - self.lowest] if self.table else Decimal(total)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is asked together."""

    code: str
    scales: tuple[Scale, ...]
    needs_licence: bool = False
    # Items that rate something in the person's own words, which stand beside the answer.
    in_own_words: frozenset[str] = frozenset()

    @property
    def items(self) -> dict[str, Scale]:
        """Each item with its scale, in the order in which they are asked."""
        return {item: scale for scale in self.scales for item in scale.items}


# Raw sum 7 to 35 -> metric score.
SWEMWBS_METRIC = tuple(
    Decimal(score)
    for score in (
        *("7.00", "9.51", "11.25", "12.40", "13.33", "14.08", "14.75", "15.32", "15.84", "16.36"),
        *("16.88", "17.43", "17.98", "18.59", "19.25", "19.98", "20.73", "21.54", "22.35", "23.21"),
        *("24.11", "25.03", "26.02", "27.03", "28.13", "29.31", "30.70", "32.55", "35.00"),
    )
)


def _single(code: str, least: int, most: int, *, lower_is_better: bool = False, is_averaged: bool = True) -> Scale:
    return Scale(code, (code,), least, most, lower_is_better, is_averaged=is_averaged)


ONS4 = Measure(
    "ons4",
    (
        _single("ons_satisfaction", 0, 10),
        _single("ons_worthwhile", 0, 10),
        _single("ons_happiness", 0, 10),
        _single("ons_anxiety", 0, 10, lower_is_better=True),
    ),
)
UCLA3 = Measure(
    "ucla3",
    (
        Scale("ucla", ("ucla_1", "ucla_2", "ucla_3"), 1, 3, lower_is_better=True),
        _single("lonely", 1, 5, lower_is_better=True, is_averaged=False),
    ),
)
SWEMWBS = Measure(
    "swemwbs",
    (
        Scale(
            "swemwbs",
            tuple(f"swemwbs_{number}" for number in range(1, 8)),
            1,
            5,
            table=SWEMWBS_METRIC,
            threshold=Decimal(1),
        ),
    ),
    needs_licence=True,
)
MYCAW = Measure(
    "mycaw",
    (
        _single("mycaw_concern_1", 0, 6, lower_is_better=True),
        _single("mycaw_concern_2", 0, 6, lower_is_better=True),
        _single("mycaw_wellbeing", 0, 6, lower_is_better=True),
    ),
    in_own_words=frozenset({"mycaw_concern_1", "mycaw_concern_2"}),
)
MEASURES = {measure.code: measure for measure in (ONS4, UCLA3, SWEMWBS, MYCAW)}
SCALES = {scale.code: scale for measure in MEASURES.values() for scale in measure.scales}
# Every item with its scale.
ITEMS = {item: scale for measure in MEASURES.values() for item, scale in measure.items.items()}
OWN_WORDS = frozenset(item for measure in MEASURES.values() for item in measure.in_own_words)
