"""Everyone is in exactly one segment of each dimension: the rules in Python, at their edges."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatory.dimensions import DIMENSIONS, conditions
from observatory.dimensions.age_band import age_band, age_on
from observatory.dimensions.area import area
from observatory.dimensions.dimension import Dimension, Source
from observatory.dimensions.ethnic_group import KNOWN, ethnic_group
from observatory.dimensions.imd_quintile import imd_quintile
from observatory.dimensions.places import LIES_IN, Kind, Places
from observatory.dimensions.sex import sex
from referrals.models.choices import EthnicCategory, Sex

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
SUNDAY = date(2026, 3, 1)


@given(DAYS, DAYS)
def test_every_age_has_a_band_and_it_holds_the_age(born_on: date, day: date) -> None:
    band = age_band(born_on, day)
    age = age_on(born_on, day)
    if age < 0:
        assert band == "unknown"
    elif band == "75+":
        assert age >= 75
    else:
        low, high = map(int, band.split("-"))
        assert low <= age <= high


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), 17),
        (date(2008, 3, 1), date(2026, 3, 1), 18),
        (date(2008, 2, 28), date(2026, 3, 1), 18),
        (date(2008, 4, 1), date(2026, 3, 31), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 3, 1), date(2026, 3, 1), 0),
        (date(2026, 3, 2), date(2026, 3, 1), -1),
    ],
)
def test_a_year_is_full_on_the_birthday(born_on: date, day: date, age: int) -> None:
    assert age_on(born_on, day) == age


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (-1, "unknown"),
        *((0, "0-17"), (17, "0-17"), (18, "18-29"), (29, "18-29"), (30, "30-44"), (44, "30-44")),
        *((45, "45-64"), (64, "45-64"), (65, "65-74"), (74, "65-74"), (75, "75+"), (110, "75+")),
    ],
)
def test_each_band_ends_where_the_next_begins(age: int, band: str) -> None:
    assert age_band(SUNDAY.replace(year=SUNDAY.year - age), SUNDAY) == band


def test_ethnic_groups_are_those_of_census_2021() -> None:
    groups: dict[str, str] = {}
    for category in EthnicCategory.values:
        groups[ethnic_group(category)] = groups.get(ethnic_group(category), "") + category
    assert groups == {
        "white": "ABC",
        "mixed": "DEFG",
        "asian": "HJKLR",
        "black": "MNP",
        "other": "S",
        "unknown": "Z99",
    }
    assert ethnic_group(None) == ethnic_group("") == "unknown"
    assert sorted(KNOWN) == [*"ABCDEFGHJKLMNPRS"]


def test_a_quintile_is_two_deciles() -> None:
    assert [imd_quintile(decile) for decile in range(1, 11)] == [*"1122334455"]
    assert imd_quintile(None) == "unknown"


def test_sexes_are_the_recorded_ones() -> None:
    assert tuple(sex(value) for value in Sex.values) == DIMENSIONS["sex"].segments()
    assert [sex("female"), sex("male"), sex("other"), sex("unknown"), sex("")] == [
        *("female", "male", "other"),
        *("unknown", "unknown"),
    ]


def test_an_area_is_its_code() -> None:
    assert [area("E08000009"), area(""), area(None)] == ["E08000009", "unknown", "unknown"]


@pytest.mark.parametrize(
    ("code", "row", "segment"),
    [
        ("all", {}, "all"),
        ("age_band", {"born_on": date(1951, 3, 1)}, "75+"),
        ("age_band", {"born_on": date(1951, 3, 2)}, "65-74"),
        ("sex", {"sex": "male"}, "male"),
        ("ethnic_group", {"category": "R"}, "asian"),
        ("ethnic_group", {}, "unknown"),
        ("imd_quintile", {"imd_decile": 3}, "2"),
        ("imd_quintile", {}, "unknown"),
        ("area", {"area_code": "E08000009"}, "E08000009"),
        ("area", {}, "unknown"),
        ("region", {"area_code": "E08000009"}, "E08000009"),
        ("region", {}, "unknown"),
    ],
)
def test_a_dimension_finds_the_segment_in_the_row_of_its_source(code: str, row: dict[str, Any], segment: str) -> None:
    assert DIMENSIONS[code].segment(row, SUNDAY) == segment


def test_dimensions_and_their_segments_are_in_the_order_in_which_they_are_shown() -> None:
    expected: dict[str, tuple[str, ...]] = {
        "all": ("all",),
        "age_band": ("0-17", "18-29", "30-44", "45-64", "65-74", "75+", "unknown"),
        "sex": ("female", "male", "other", "unknown"),
        "ethnic_group": ("asian", "black", "mixed", "white", "other", "unknown"),
        "imd_quintile": ("1", "2", "3", "4", "5", "unknown"),
        "area": ("E1", "E2", "unknown"),
        "region": ("E1", "E2", "unknown"),
    }
    assert {code: DIMENSIONS[code].segments({"E2", "E1", "unknown"}) for code in expected} == expected
    assert [code for code in DIMENSIONS if code in expected] == list(expected)
    assert DIMENSIONS["area"].segments() == ("unknown",)


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=lambda dimension: dimension.code)
def test_every_dimension_says_who_it_is(dimension: Dimension) -> None:
    assert dimension.title
    assert all(dimension.labels.values())
    assert dimension.segments()[-1] == ("unknown" if dimension.source else "all")


def test_a_dimension_of_larger_places_is_looked_up() -> None:
    assert Places(Kind.REGION, Kind.LOCAL_AUTHORITY, "areas").is_looked_up
    assert not Places(Kind.LOCAL_AUTHORITY, Kind.LOCAL_AUTHORITY, "areas").is_looked_up


def test_every_place_lies_in_the_nation_at_last_and_none_in_itself() -> None:
    for kind in Kind:
        seen: set[Kind] = set()
        waiting = {kind}
        while waiting:
            current = waiting.pop()
            assert current not in LIES_IN[current]
            waiting |= LIES_IN[current] - seen
            seen.add(current)
        assert Kind.NATION in seen


def test_a_source_is_dated_unless_it_says_otherwise() -> None:
    assert Source("addresses").is_dated
    assert not Source("people", is_dated=False).is_dated


def test_sql_is_put_together_with_its_quotes() -> None:
    assert conditions.quoted("women's") == "'women''s'"
    assert conditions.is_one_of("x.y", ("A", "B")) == "x.y IN ('A', 'B')"
    assert (
        conditions.first_of({"a": "x = 1", "b": "x = 2"}, "c")
        == "CASE WHEN x = 1 THEN 'a' WHEN x = 2 THEN 'b' ELSE 'c' END"
    )
