"""What readers see for measures, dimensions and segments, in their language."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from observatory.definitions import Definition
from observatory.dimensions import DIMENSIONS, UNKNOWN, Dimension
from observatory.selectors import geographies


def definition(kept: Definition) -> Definition:
    """A definition whose texts are as readers see them."""
    return replace(kept, title=_(kept.title), unit=_(kept.unit), why=_(kept.why), counts=_(kept.counts))


def title(dimension: str) -> str:
    """The name of a dimension."""
    return _(DIMENSIONS[dimension].title)


def note(dimension: str) -> str:
    """How a dimension's groups are made; blank where that goes without saying."""
    return _(DIMENSIONS[dimension].note)


def of_segments(dimension: str, segments: Iterable[str]) -> dict[str, str]:
    """The segments' names, in their order; a place without a known name keeps its code."""
    codes = list(segments)
    known = _names(DIMENSIONS[dimension], codes) | {UNKNOWN: _("Not known")}
    return {code: known.get(code, code) for code in codes}


def _names(dimension: Dimension, codes: list[str]) -> dict[str, str]:
    if dimension.places:
        return geographies.names(codes)
    return {code: _(label) for code, label in dimension.labels.items()}
