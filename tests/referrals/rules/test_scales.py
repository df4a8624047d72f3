"""The scales written out a second time, and what a sum and a score are at their bounds."""

from decimal import Decimal

import pytest

from referrals import measures
from referrals.measures import ITEMS, MEASURES, OWN_WORDS, SCALES, Scale

# Code, items, least and most answer, lowest and highest sum, decimals, lower is better, averaged.
WRITTEN = """
ons_satisfaction 1 0 10 0 10 0 - averaged
ons_worthwhile 1 0 10 0 10 0 - averaged
ons_happiness 1 0 10 0 10 0 - averaged
ons_anxiety 1 0 10 0 10 0 lower averaged
ucla 3 1 3 3 9 0 lower averaged
lonely 1 1 5 1 5 0 lower -
swemwbs 7 1 5 7 35 2 - averaged
mycaw_concern_1 1 0 6 0 6 0 lower averaged
mycaw_concern_2 1 0 6 0 6 0 lower averaged
mycaw_wellbeing 1 0 6 0 6 0 lower averaged
"""


def test_scales_are_those_that_are_written_here() -> None:
    rows = [
        (
            *(scale.code, len(scale.items), scale.least, scale.most, scale.lowest, scale.highest, scale.places),
            "lower" if scale.lower_is_better else "-",
            "averaged" if scale.is_averaged else "-",
        )
        for scale in SCALES.values()
    ]
    assert [" ".join(map(str, row)) for row in rows] == WRITTEN.strip().splitlines()
    assert {code: scale.threshold for code, scale in SCALES.items() if scale.threshold} == {"swemwbs": Decimal(1)}


def test_measures_hold_their_scales() -> None:
    assert {code: len(measure.items) for code, measure in MEASURES.items()} == {
        "ons4": 4,
        "ucla3": 4,
        "swemwbs": 7,
        "mycaw": 3,
    }
    assert [code for code, measure in MEASURES.items() if measure.needs_licence] == ["swemwbs"]
    assert {"mycaw_concern_1", "mycaw_concern_2"} == OWN_WORDS
    assert (ITEMS["ucla_2"].code, ITEMS["swemwbs_7"].code, ITEMS["lonely"].code) == ("ucla", "swemwbs", "lonely")


def test_a_scale_of_one_item_is_named_like_it() -> None:
    plain = measures._single("mood", 1, 4)
    assert plain == Scale("mood", ("mood",), 1, 4, lower_is_better=False, is_averaged=True)
    other = measures._single("mood", 1, 4, lower_is_better=True, is_averaged=False)
    assert other == Scale("mood", ("mood",), 1, 4, lower_is_better=True, is_averaged=False)


@pytest.mark.parametrize(("code", "total"), [("ucla", 2), ("ucla", 10), ("ons_anxiety", -1), ("swemwbs", 6)])
def test_a_sum_outside_its_bounds_is_none(code: str, total: int) -> None:
    with pytest.raises(ValueError, match=rf"^{code} has no sum of {total}$"):
        SCALES[code].of_sum(total)


@pytest.mark.parametrize(
    ("code", "total", "score"),
    [("ucla", 3, "3"), ("ucla", 9, "9"), ("ons_anxiety", 0, "0"), ("ons_anxiety", 10, "10"), ("swemwbs", 7, "7.00")],
)
def test_a_sum_at_its_bounds_has_a_score(code: str, total: int, score: str) -> None:
    assert str(SCALES[code].of_sum(total)) == score


def test_a_score_needs_every_item_and_heeds_no_other() -> None:
    answers = {"ucla_1": 1, "ucla_2": 2, "ucla_3": 3, "lonely": 5}
    assert SCALES["ucla"].score(answers) == Decimal(6)
    assert SCALES["ucla"].score({"ucla_1": 1, "ucla_2": 2}) is None
    assert SCALES["ucla"].score({}) is None
