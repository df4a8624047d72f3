"""Everyone is in exactly one segment of each dimension."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatory import segments
from referrals.models.choices import EthnicCategory, Sex

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(DAYS, DAYS)
def test_every_age_has_a_band_and_it_holds_the_age(born_on: date, day: date) -> None:
    band = segments.age_band(born_on, day)
    age = segments.age_on(born_on, day)
    if age < 0:
        assert band == "unknown"
    elif band == "75+":
        assert age >= 75
    else:
        low, high = map(int, band.split("-"))
        assert low <= age <= high


@pytest.mark.parametrize(
    ("born_on", "day", "band"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), "0-17"),
        (date(2008, 3, 1), date(2026, 3, 1), "18-29"),
        (date(2008, 2, 29), date(2026, 2, 28), "0-17"),
        (date(2008, 2, 29), date(2026, 3, 1), "18-29"),
        (date(1951, 3, 1), date(2026, 3, 1), "75+"),
    ],
)
def test_a_band_begins_on_the_birthday(born_on: date, day: date, band: str) -> None:
    assert segments.age_band(born_on, day) == band


def test_ethnic_groups_are_those_of_census_2021() -> None:
    groups = {category: segments.ethnic_group(category) for category in EthnicCategory.values}
    assert "".join(code for code, group in groups.items() if group == "asian") == "HJKLR"
    assert "".join(code for code, group in groups.items() if group == "white") == "ABC"
    assert [code for code, group in groups.items() if group == "unknown"] == ["Z", "99"]
    assert segments.ethnic_group(None) == "unknown"
    assert set(groups.values()) == set(segments.keys("ethnic_group"))


def test_a_quintile_is_two_deciles() -> None:
    assert [segments.imd_quintile(decile) for decile in range(1, 11)] == [*"1122334455"]
    assert segments.imd_quintile(None) == "unknown"


def test_sexes_are_the_recorded_ones() -> None:
    assert tuple(segments.sex(value) for value in Sex.values) == segments.keys("sex")


def test_unknown_is_a_segment_of_every_dimension_that_splits() -> None:
    for dimension in segments.DIMENSIONS[1:]:
        assert segments.keys(dimension, {"E08000009"})[-1] == "unknown"
    assert segments.area("") == segments.area(None) == "unknown"
    assert segments.keys("area", {"E2", "E1"}) == ("E1", "E2", "unknown")
