"""The step chart: Vega-Lite drawn to SVG without styles, so that it may stand in a page of the strictest policy."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import vl_convert
from django.utils import formats
from django.utils.html import escape
from django.utils.safestring import SafeString

from devices.selectors.days import Day

BLUE, PALE, DARK, LINE, WARM = "#005eb8", "#9fc3e6", "#212b32", "#d8dde0", "#b04e00"
# Stands for the hatching until the drawing is done: Vega has no patterns.
HATCHED = "#c0ffee"
HATCHING = (
    '<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#f0f4f5"/><rect width="2" height="6" fill="#aeb7bd"/></pattern></defs>'
)
ARIA = re.compile(r' (role|aria-[a-z]+)="[^"]*"')
CROSS = "M-1,-1L1,1M1,-1L-1,1"
LEAST_TOP = 1000
# A part of a Vega-Lite drawing, as JSON has it.
Spec = dict[str, object]


@dataclass(frozen=True, slots=True)
class Size:
    """How wide the drawing is, in CSS pixels, and how many days stand between two labels."""

    name: str
    width: int
    label_every: int


WIDE = Size("wide", 720, 7)
NARROW = Size("narrow", 300, 4)


def steps_by_day(
    days: Sequence[Day], goal: int | None, visits: Collection[date], size: Size, description: str
) -> SafeString:
    """Bars for steps (pale where they are of too few hours), hatching for no data, a cross for not worn, a line for the
    goal, a diamond for a session.
    """
    svg: str = vl_convert.vegalite_to_svg(json.dumps(_drawing(days, goal, visits, size)))
    # To a screen reader it is one image; Vega would name each bar.
    svg = ARIA.sub("", svg)
    pattern = f"no-data-{size.name}"
    svg = svg.replace(HATCHED, f"url(#{pattern})").replace("><", f">{HATCHING.format(name=pattern)}<", 1)
    # Everything in it comes from numbers and dates of ours; the words are escaped here.
    return SafeString(svg.replace("<svg ", f'<svg role="img" aria-label="{escape(description)}" ', 1))


def _drawing(days: Sequence[Day], goal: int | None, visits: Collection[date], size: Size) -> Spec:
    top = max([LEAST_TOP, goal or 0, *(day.steps or 0 for day in days)]) * 1.15
    rows = [_row(day, visits) for day in days]
    axes = {"x": _days_axis([_day_label(day.date) for day in days], size), "y": _steps_axis(top)}
    whole = {"y": {"datum": top}, "y2": {"datum": 0}}
    layers = [
        _marks_layer({"type": "bar", "color": HATCHED}, "datum.state == 'no-data'", axes | whole),
        _marks_layer({"type": "bar", "color": BLUE}, "datum.state == 'counted' && datum.valid", axes),
        _marks_layer({"type": "bar", "color": PALE}, "datum.state == 'counted' && !datum.valid", axes),
        _marks_layer(
            {"type": "point", "shape": CROSS, "size": 50, "strokeWidth": 2.5, "color": DARK},
            "datum.state == 'not-worn'",
            axes | _at_height(top * 0.05),
        ),
        _marks_layer(
            {"type": "text", "text": "0", "fontSize": 13, "color": DARK},
            "datum.state == 'zero'",
            axes | _at_height(top * 0.04),
        ),
        _marks_layer(
            {"type": "point", "shape": "diamond", "size": 90, "filled": True, "opacity": 1, "color": WARM},
            "datum.came",
            axes | _at_height(top * 0.97),
        ),
        *_goal_line(goal),
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": size.width - 60,
        "height": 200,
        "padding": 4,
        "data": {"values": rows},
        "layer": layers,
        "config": {"font": "Arial, sans-serif", "view": {"stroke": None}, "background": "#ffffff"},
    }


def _row(day: Day, visits: Collection[date]) -> Spec:
    return {
        "day": _day_label(day.date),
        "state": day.state.value,
        "steps": day.steps or 0,
        "valid": day.valid,
        "came": day.date in visits,
    }


def _marks_layer(mark: Spec, where: str, encoding: Mapping[str, object]) -> Spec:
    """A layer of the days that a condition picks."""
    return {"mark": mark, "transform": [{"filter": where}], "encoding": encoding}


def _at_height(height: float) -> Spec:
    return {"y": {"datum": height}}


def _goal_line(goal: int | None) -> list[Spec]:
    if not goal:
        return []
    # Without an x it runs over the whole width.
    line = {"type": "rule", "strokeDash": [6, 4], "strokeWidth": 2, "color": DARK}
    return [{"mark": line, "data": {"values": [{}]}, "encoding": {"y": {"datum": goal}}}]


def _days_axis(labels: list[str], size: Size) -> Spec:
    # Counted from today backwards, so that today always has its label.
    shown = labels[::-1][:: size.label_every]
    axis = {"title": None, "values": shown, "labelAngle": 0, "labelFontSize": 13, "labelColor": DARK, "ticks": False}
    scale = {"domain": labels, "paddingInner": 0.25}
    return {"field": "day", "type": "ordinal", "sort": None, "scale": scale, "axis": axis}


def _steps_axis(top: float) -> Spec:
    axis = {"title": None, "tickCount": 4, "labelFontSize": 13, "labelColor": DARK, "domain": False, "gridColor": LINE}
    return {"field": "steps", "type": "quantitative", "scale": {"domain": [0, top], "nice": False}, "axis": axis}


def _day_label(day: date) -> str:
    return formats.date_format(day, "j M")
