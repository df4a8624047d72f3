"""A chart draws the published figures and nothing else: read back from the picture they are those of the table."""

import itertools
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from observatory.charts import lines
from observatory.charts.lines import NAME_HEIGHT, NARROW, WIDE, Size
from observatory.periods import Period
from observatory.selectors.series import Cell, Point, Series
from referrals.kit.calendar import WEEK

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"1": "1 most deprived", "2": "2", "unknown": "Not known"}
# Whole fives, as counts are, and halves.
VALUES = st.one_of(
    st.none(), st.integers(0, 40).map(lambda fives: Decimal(5 * fives)), st.sampled_from([Decimal("7.500")])
)
TABLES = st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=8)


def series_of(table: Sequence[Sequence[Decimal | int | None]]) -> Series:
    points = tuple(
        Point(
            Period.WEEK,
            date(2026, 3, 2) + index * WEEK,
            index < len(table) - 1,
            tuple(
                Cell(name, None if value is None else Decimal(value), value is None)
                for name, value in zip(NAMES, row, strict=True)
            ),
        )
        for index, row in enumerate(table)
    )
    return Series(Period.WEEK, "referred", "imd_quintile", tuple(NAMES), points)


def drawn(series: Series, size: Size = WIDE) -> ET.Element:
    ticks = [str(point.starts_on) for point in series.points]
    return ET.fromstring(lines.svg(series, NAMES, ticks, "week from", size))  # noqa: S314  our own picture


def read_back(picture: ET.Element, top: int, height: int) -> list[tuple[str, float]]:
    """(colour, value) of each point in the picture, its position turned back into a value through the axis."""
    found = []
    for mark in picture.iter(f"{SVG}path"):
        if mark.get("aria-roledescription") == "point":
            place = re.match(r"translate\(([\d.]+),([\d.]+)\)", mark.get("transform", ""))
            assert place
            found.append((mark.get("stroke", ""), top * (1 - float(place[2]) / height)))
    return found


@settings(max_examples=25)
@given(TABLES, st.sampled_from([WIDE, NARROW]))
def test_points_read_back_are_the_figures_and_what_is_hidden_is_not_drawn(
    table: Sequence[Sequence[Decimal | int | None]], size: Size
) -> None:
    series = series_of(table)
    values = [float(value) for row in table for value in row if value is not None]
    found = read_back(drawn(series, size), lines.axis_top(values), size.height)
    expected = [
        (colour, float(value))
        for row in table
        for colour, value in zip(lines.COLOURS, row, strict=False)
        if value is not None
    ]
    assert sorted((colour, round(value, 3)) for colour, value in found) == sorted(expected)


def test_a_hidden_figure_breaks_the_line() -> None:
    series = series_of([[10, 20, None], [None, 25, None], [10, 20, None]])
    paths = [path.get("d", "") for path in drawn(series).iter(f"{SVG}path") if path.get("stroke-width") == "2.5"]
    assert sorted(path.count("M") for path in paths if path) == [1, 2]


def test_lines_differ_without_colour_and_have_their_names_beside_them() -> None:
    picture = drawn(series_of([[10, 20, 30], [15, 25, 35]]))
    dashes = {path.get("stroke-dasharray") for path in picture.iter(f"{SVG}path") if path.get("stroke-width") == "2.5"}
    assert len(dashes) == 3
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert set(NAMES.values()) <= set(texts)
    assert texts.count("not final") == 1


def test_a_chart_obeys_the_content_security_policy() -> None:
    picture = drawn(series_of([[10, 20, 30], [15, None, 35]]))
    assert {element.tag for element in picture.iter()}.isdisjoint({f"{SVG}style", f"{SVG}script", f"{SVG}image"})
    assert not any("style" in element.attrib or "href" in str(element.attrib) for element in picture.iter())


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 300), max_size=12))
def test_names_of_lines_never_overlap(wanted: dict[str, float]) -> None:
    placed = sorted(lines.apart(wanted, 300).values())
    assert all(second - first >= NAME_HEIGHT - 1e-6 for first, second in itertools.pairwise(placed))
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in placed)


@pytest.mark.parametrize(("highest", "top"), [(0, 5), (4, 5), (5, 10), (115, 150), (250, 300), (9_999, 10_000)])
def test_the_axis_ends_at_a_round_number_above_the_highest_figure(highest: int, top: int) -> None:
    assert lines.axis_top([highest]) == top
    assert lines.axis_top([]) == 5
