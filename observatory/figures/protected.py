"""Which figures of a measure are withheld beside the small ones, from the raw counts behind them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from observatory.dimensions import ALL
from observatory.disclosure import COUNT_BASE
from observatory.figures.counting import CellKey, raw_cells
from observatory.measures.measure import Measure, Span
from observatory.periods import Period, starts
from observatory.protection.withholding import Cell, Table, protect, protect_block
from observatory.statistics.share import SHARE_OF_THINGS
from observatory.statistics.statistic import RawCell
from referrals.kit.calendar import local_day

Raw = Mapping[CellKey, RawCell]
Places = Mapping[str, set[str]]
# One of the counts that can be worked out from what is shown of a cell.
Count = Callable[[RawCell], int]


def withheld(measure: Measure, period: Period, start: date, cells: Raw, places: Places, now: datetime) -> set[Cell]:
    """The cells of a period to withhold. A block that has ended may not give away what its weeks hide either; before
    that its weeks alone are shown.
    """
    is_over = period is Period.BLOCK and local_day(now) >= start + period.length
    weeks = starts(Period.WEEK, start, period.last_week(start)) if is_over else []
    weekly = raw_cells(measure, Period.WEEK, Span(start, start + period.length, now)) if is_over else {}
    found: set[Cell] = set()
    for count in _counts(measure):
        table = _table(measure, start, cells, places, count)
        tables = [_table(measure, week, weekly, places, count) for week in weeks]
        for one in tables:
            protect(one)
        found |= protect_block(table, tables) if tables else protect(table)
    return found


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
