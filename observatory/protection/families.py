"""Places that lie in one another add up, too: the practices of a network, the networks of a board, a region's areas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from observatory.protection.network import Interval
from observatory.protection.withholding import ENOUGH, SMALL, Cell, Table, cost, least, protect


@dataclass(frozen=True, slots=True)
class Family:
    """A cell, and the cells of one other dimension that lie in it."""

    whole: Cell
    parts: Sequence[Cell]


def protect_families(table: Table, families: Sequence[Family]) -> set[Cell]:
    """The cells of one period to withhold: those of `protect`, and those that what lies in one another would tell."""
    protect(table)
    while exposed := next(_exposed(table, families), None):
        table.withheld |= {exposed}
        protect(table)
    return table.withheld


def _exposed(table: Table, families: Sequence[Family]) -> Iterator[Cell]:
    for family in families:
        if _count(table, family.whole) != sum(_count(table, part) for part in family.parts):
            continue
        cells = [table.of(*part) for part in family.parts]
        whole = _told(table, family.whole)
        hidden = [least(cells, whole)] if SMALL in cells else []
        if table.of(*family.whole) == SMALL:
            low, high = sum(cell.low for cell in cells), sum(cell.high for cell in cells)
            hidden.append(min(whole.high, high) - max(whole.low, low) + 1)
        left = [cell for cell in (*family.parts, family.whole) if cell not in table.withheld]
        if left and hidden and min(hidden) < ENOUGH:
            yield min(left, key=lambda cell: (cell == family.whole, cost(_count(table, cell))))


def _count(table: Table, cell: Cell) -> int:
    dimension, segment = cell
    return table.splits[dimension].get(segment, 0)


def _told(table: Table, cell: Cell) -> Interval:
    """What a reader knows of a cell from itself and from what the rest of its split leaves of the total."""
    dimension, segment = cell
    others = [table.of(dimension, other) for other in table.splits[dimension] if other != segment]
    total, own = table.total, table.of(dimension, segment)
    if sum(table.splits[dimension].values()) != table.everyone:
        return own
    low = max(own.low, total.low - sum(other.high for other in others))
    return Interval(low, min(own.high, total.high - sum(other.low for other in others)))
