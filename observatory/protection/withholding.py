"""Which counts are withheld beside the small ones: where a hidden one could be narrowed to fewer than four numbers.

A small count is hidden by the HES rule, but totals are shown, too, and what is left of a total may be exactly one. So
further counts of the split are withheld, the smallest first, until every hidden one may be four numbers or more. A
withheld count may be anything. A split of a total that is itself hidden is withheld whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from observatory import disclosure
from observatory.protection.network import ENDLESS, Edge, Interval, Network

# As many numbers a hidden one may be, at least.
ENOUGH = 4
# A dimension's counts by segment, and all dimensions' by their codes.
Counts = Mapping[str, int]
Splits = Mapping[str, Counts]
Cell = tuple[str, str]
SMALL = Interval(1, disclosure.MOST_HIDDEN)
ANY = Interval(0, ENDLESS)
WHOLE, PARTS, TIME = "whole", "parts", "time"


def known(count: int, *, withheld: bool = False) -> Interval:
    """What a reader knows of a count: it is withheld, hidden, none, or within 2 of what is shown."""
    if withheld:
        return ANY
    if disclosure.is_small(count):
        return SMALL
    shown = int(disclosure.nearest(count, disclosure.COUNT_BASE))
    return Interval(shown - 2, shown + 2) if count else Interval(0, 0)


@dataclass
class Table:
    """The counts of one period. `everyone`: their total, which each split adds up to."""

    everyone: int
    splits: Splits
    withheld: set[Cell] = field(default_factory=set)

    def of(self, dimension: str, segment: str) -> Interval:
        """What a reader knows of a cell."""
        return known(self.splits[dimension][segment], withheld=(dimension, segment) in self.withheld)

    @property
    def total(self) -> Interval:
        """What a reader knows of the total, from itself and from each split that adds up to it."""
        bounds = [known(self.everyone)]
        for dimension, counts in self.splits.items():
            cells = [self.of(dimension, segment) for segment in counts]
            if sum(counts.values()) == self.everyone:
                bounds.append(Interval(sum(one.low for one in cells), sum(one.high for one in cells)))
        return Interval(max(one.low for one in bounds), min(one.high for one in bounds))


def protect(table: Table) -> set[Cell]:
    """The cells of one period to withhold; the table takes them up, too."""
    if disclosure.is_small(table.everyone):
        table.withheld |= {(dimension, segment) for dimension, counts in table.splits.items() for segment in counts}
    while exposed := next(_exposed(table), None):
        table.withheld |= {exposed}
    return table.withheld


def _exposed(table: Table) -> Iterator[Cell]:
    """For each dimension with a hidden cell that is known too well the next cell to withhold."""
    total = table.total
    for dimension, counts in table.splits.items():
        cells = [table.of(dimension, segment) for segment in counts]
        everyone = sum(counts.values())
        # What does not add up (people who moved within a block) is bound by its own sum alone.
        whole = total if everyone == table.everyone else total.holding(everyone)
        if any(cell == SMALL for cell in cells) and least(cells, whole) < ENOUGH:
            left = [segment for segment in counts if (dimension, segment) not in table.withheld]
            yield dimension, min(left, key=lambda segment: cost(counts[segment]))


def least(cells: Sequence[Interval], whole: Interval) -> int:
    """How many numbers a hidden cell may be, where all cells add up to the whole."""
    low = max(SMALL.low, whole.low - sum(cell.high for cell in cells) + SMALL.high)
    high = min(SMALL.high, whole.high - sum(cell.low for cell in cells) + SMALL.low)
    return high - low + 1


def cost(count: int) -> tuple[int, int]:
    """What withholding loses: the smallest shown first, then where there is none, then what is hidden anyway."""
    return (2 if disclosure.is_small(count) else 0 if count else 1), count


def protect_block(block: Table, weeks: list[Table]) -> set[Cell]:
    """The cells of a block to withhold beside its own, so that no hidden figure of its weeks is known too well."""
    protect(block)
    for dimension in block.splits:
        while exposed := _exposed_over_time(block, weeks, dimension):
            block.withheld |= {exposed}
    return block.withheld


def _exposed_over_time(block: Table, weeks: list[Table], dimension: str) -> Cell | None:
    counts = block.splits[dimension]
    edges = _grid(block, weeks, dimension)
    network = Network(edges)
    left = {segment for segment in counts if (dimension, segment) not in block.withheld}
    for index, edge in enumerate(edges):
        if left and edge.known == SMALL and network.candidates(index, ENOUGH) < ENOUGH:
            own = {segment for segment in left if segment in {edge.head, edge.tail}}
            return dimension, min(own or left, key=lambda segment: cost(counts[segment]))
    return None


def _grid(block: Table, weeks: list[Table], dimension: str) -> list[Edge]:
    """From the whole to each week, from each week to each segment, and each segment's block back to the whole."""
    edges: list[Edge] = []
    sums = dict.fromkeys(block.splits[dimension], 0)
    for number, week in enumerate(weeks):
        counts = week.splits[dimension]
        everyone = sum(counts.values())
        edges.append(Edge(WHOLE, number, everyone, week.total.holding(everyone)))
        for segment, count in counts.items():
            edges.append(Edge(number, segment, count, week.of(dimension, segment)))
            sums[segment] = sums.get(segment, 0) + count
    for segment, count in sums.items():
        shown = block.of(dimension, segment) if segment in block.splits[dimension] else ANY
        edges.append(Edge(segment, TIME, count, shown.holding(count)))
    everyone = sum(sums.values())
    return [*edges, Edge(TIME, WHOLE, everyone, block.total.holding(everyone))]
