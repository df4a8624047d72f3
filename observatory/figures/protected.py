"""Which figures of a measure are withheld beside the small ones, from the raw counts behind them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from observatory.dimensions import ALL, DIMENSIONS, Dimension
from observatory.disclosure import COUNT_BASE
from observatory.figures.counting import CellKey, raw_cells
from observatory.measures.measure import Measure, Span
from observatory.periods import Period, starts
from observatory.protection.families import Family, protect_families
from observatory.protection.withholding import Cell, Table, protect_block
from observatory.selectors import geographies
from observatory.statistics.share import SHARE_OF_THINGS
from observatory.statistics.statistic import RawCell
from referrals.kit.calendar import local_day

Raw = Mapping[CellKey, RawCell]
Places = Mapping[str, set[str]]
# One of the counts that can be worked out from what is shown of a cell.
Count = Callable[[RawCell], int]


def families(places: Places, day: date) -> list[Family]:
    """The places of dimensions that lie in places of other dimensions on a day."""
    of_places = [dimension for dimension in DIMENSIONS.values() if dimension.places]
    return [
        family
        for large in of_places
        for small in of_places
        if small is not large
        for family in _lying_in(small, large, places, day)
    ]


def withheld(
    measure: Measure, period: Period, start: date, cells: Raw, places: Places, lying: list[Family], now: datetime
) -> set[Cell]:
    """The cells of a period to withhold. A block that has ended may not give away what its weeks hide either; before
    that its weeks alone are shown.
    """
    is_over = period is Period.BLOCK and local_day(now) >= start + period.length
    weeks = starts(Period.WEEK, start, period.last_week(start)) if is_over else []
    weekly = raw_cells(measure, Period.WEEK, Span(start, start + period.length, now)) if is_over else {}
    split_by = {dimension.code for dimension in measure.by}
    lying = [family for family in lying if {family.whole[0], family.parts[0][0]} <= split_by]
    found: set[Cell] = set()
    for count in _counts(measure):
        table = _table(measure, start, cells, places, count)
        tables = [_table(measure, week, weekly, places, count) for week in weeks]
        for one in (*tables, table):
            protect_families(one, lying)
        found |= protect_block(table, tables) if tables else table.withheld
    return found


def _lying_in(small: Dimension, large: Dimension, places: Places, day: date) -> list[Family]:
    if small.places is None or large.places is None or small.places.known != large.places.known:
        return []
    whole_of = geographies.held(large.places.kind, day) if large.places.is_looked_up else {}
    parts: dict[str, list[Cell]] = {}
    for code in places.get(small.code, ()):
        if code in whole_of and whole_of[code] in places.get(large.code, ()):
            parts.setdefault(whole_of[code], []).append((small.code, code))
    return [Family((large.code, whole), cells) for whole, cells in parts.items()]


def _counts(measure: Measure) -> tuple[Count, ...]:
    """A share tells of its part and of its whole, an average of how many people it is of."""
    statistic = measure.statistic
    if statistic.code == SHARE_OF_THINGS.code:
        return ()
    if statistic.code.startswith("share"):
        return (lambda cell: cell.part), (lambda cell: cell.whole)
    return ((lambda cell: int(cell.value)) if statistic.base == COUNT_BASE else (lambda cell: cell.people),)


def _table(measure: Measure, start: date, cells: Raw, places: Places, count: Count) -> Table:
    def counted(dimension: str, segment: str) -> int:
        cell = cells.get((start, dimension, segment))
        return count(cell) if cell else 0

    splits = {
        dimension.code: {
            segment: counted(dimension.code, segment) for segment in dimension.segments(places.get(dimension.code, ()))
        }
        for dimension in measure.by
        if dimension.code != ALL
    }
    return Table(counted(ALL, ALL), splits)
