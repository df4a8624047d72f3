"""Figures over time as lines, one for each segment: a Vega-Lite specification, drawn as SVG on the server.

A hidden figure or no data is a gap, never a zero. Segments differ by colour, dash and shape, and each line has its
name at its end. A period that is not final has hollow points and says so.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import cycle
from typing import Any, TypedDict

import vl_convert
from django.utils.translation import gettext as _

from observatory import spelling
from observatory.selectors.series import Series

FONT = "Arial, sans-serif"
INK, MUTED, LINE = "#212b32", "#4c6272", "#d8dde0"
# Each at least 3:1 on white, and told apart without colour by its dash and shape.
COLOURS = ("#005eb8", "#b60000", "#007f3b", "#7c2855", "#a35200", "#330072", "#00707a")
DASHES: tuple[list[int], ...] = ([], [6, 3], [2, 2], [10, 3, 2, 3], [1, 3], [8, 2], [4, 4])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
NAME_HEIGHT = 16
# Vega-Lite, or a part of it: free-form JSON.
Specification = dict[str, Any]


class Row(TypedDict):
    """A segment's figure of a period, as the chart's data has it."""

    period: str
    segment: str
    value: float | None
    final: bool


@dataclass(frozen=True, slots=True)
class Size:
    """The plot's width and height in pixels, without axes and names."""

    width: int
    height: int


WIDE = Size(680, 320)
NARROW = Size(190, 280)


def svg(series: Series, names: Mapping[str, str], periods: Sequence[str], axis_title: str, size: Size = WIDE) -> str:
    """The chart. `names` are the segments', `periods` the points' (in order)."""
    return _drawn(json.dumps(specification(series, names, periods, axis_title, size)))


@lru_cache(maxsize=64)
def _drawn(specification: str) -> str:
    drawn: str = vl_convert.vegalite_to_svg(specification)
    return drawn


def specification(
    series: Series, names: Mapping[str, str], periods: Sequence[str], axis_title: str, size: Size = WIDE
) -> Specification:
    """The Vega-Lite specification; all its numbers are published ones."""
    rows = _rows(series, names, periods)
    top = axis_top([row["value"] for row in rows if row["value"] is not None])
    values = {"data": {"values": rows}}
    unfinished = [period for period, point in zip(periods, series.points, strict=True) if not point.complete]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": size.width,
        "height": size.height,
        "background": "white",
        "config": _config(),
        "encoding": {"x": _x(periods, axis_title), "y": _y(top)},
        "layer": [
            _not_final(unfinished, size),
            {**values, **_line(names)},
            {**values, **_points(names)},
            _line_names(rows, names, top, size),
        ],
    }


def axis_top(values: Sequence[float]) -> int:
    """The top of the axis, above the highest value: a round number near it."""
    highest = max(values, default=0)
    noughts = 1
    while True:
        for top in (5, 10, 15, 20, 25, 30, 40):
            if top * noughts > highest:
                return top * noughts
        noughts *= 10


def _rows(series: Series, names: Mapping[str, str], periods: Sequence[str]) -> list[Row]:
    return [
        {"period": period, "segment": names[cell.segment], "value": _number(cell.value), "final": point.complete}
        for period, point in zip(periods, series.points, strict=True)
        for cell in point.cells
    ]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else spelling.number(value)


def _x(periods: Sequence[str], title: str) -> Specification:
    axis = {"title": title, "labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 8, "grid": False}
    return {"field": "period", "type": "ordinal", "sort": None, "scale": {"domain": list(periods)}, "axis": axis}


def _y(top: int) -> Specification:
    scale = {"domain": [0, top], "nice": False}
    return {"field": "value", "type": "quantitative", "scale": scale, "axis": {"title": None, "tickCount": 5}}


def _scale(names: Mapping[str, str], looks: Sequence[object]) -> Specification:
    """A look for each segment."""
    chosen = [look for look, _name in zip(cycle(looks), names, strict=False)]
    scale = {"domain": list(names.values()), "range": chosen}
    return {"field": "segment", "type": "nominal", "legend": None, "scale": scale}


def _line(names: Mapping[str, str]) -> Specification:
    encoding = {"color": _scale(names, COLOURS), "strokeDash": _scale(names, DASHES)}
    return {"mark": {"type": "line", "strokeWidth": 2.5, "invalid": "break-paths-show-domains"}, "encoding": encoding}


def _points(names: Mapping[str, str]) -> Specification:
    fill = {"condition": {"test": "!datum.final", "value": "white"}, **_scale(names, COLOURS)}
    encoding = {"stroke": _scale(names, COLOURS), "fill": fill, "shape": _scale(names, SHAPES)}
    return {"mark": {"type": "point", "size": 60, "opacity": 1}, "encoding": encoding}


def _not_final(unfinished: Sequence[str], size: Size) -> Specification:
    rows = [{"period": period, "text": _("not final")} for period in unfinished]
    rule = {
        "mark": {"type": "rule", "color": MUTED, "strokeDash": [3, 3]},
        "encoding": {"y": {"value": 0}, "y2": {"value": size.height}},
    }
    words = {
        "mark": {"type": "text", "color": MUTED, "align": "right", "dx": -5, "dy": 7, "fontStyle": "italic"},
        "encoding": {"text": {"field": "text"}, "y": {"value": 0}},
    }
    return {"data": {"values": rows}, "layer": [rule, words]}


def _line_names(rows: list[Row], names: Mapping[str, str], top: int, size: Size) -> Specification:
    last = {row["segment"]: row["value"] for row in rows if row["value"] is not None}
    wanted = {name: size.height * (1 - value / top) for name, value in last.items()}
    placed = apart(wanted, size.height)
    data = [{"segment": name, "value": top * (1 - place / size.height)} for name, place in placed.items()]
    mark = {"type": "text", "align": "left", "fontWeight": "bold"}
    encoding = {"text": {"field": "segment"}, "color": _scale(names, COLOURS), "x": {"value": size.width + 8}}
    return {"data": {"values": data}, "mark": mark, "encoding": encoding}


def apart(wanted: Mapping[str, float], height: float) -> dict[str, float]:
    """Places (pixels from the top) near the wanted ones, each a line of text below the one before, inside the plot."""
    order = sorted(wanted, key=lambda name: wanted[name])
    placed: dict[str, float] = {}
    lowest: float = -NAME_HEIGHT
    for name in order:
        lowest = placed[name] = max(wanted[name], lowest + NAME_HEIGHT)
    # What was pushed out at the bottom goes back up, and pushes those above it.
    highest = height + NAME_HEIGHT
    for name in reversed(order):
        highest = placed[name] = min(placed[name], highest - NAME_HEIGHT)
    return placed


def _config() -> Specification:
    axis = {
        "labelFontSize": 13,
        "labelColor": INK,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "titleColor": MUTED,
        "gridColor": LINE,
        "domainColor": MUTED,
        "tickColor": MUTED,
    }
    return {"font": FONT, "axis": axis, "text": {"fontSize": 13}, "view": {"stroke": None}}
