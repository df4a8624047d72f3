"""From facts to published figures: count, then hide and round. Raw counts live in here and are stored nowhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from observatory import disclosure
from observatory.figures import protected
from observatory.figures.counting import CellKey, raw_cells
from observatory.measures import EVERY
from observatory.measures.measure import Measure, Span
from observatory.periods import Period, starts
from observatory.protection.withholding import Cell
from observatory.selectors import geographies, populations
from observatory.selectors.populations import Denominators
from observatory.statistics.statistic import RawCell


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure as it may be seen, with its period's start. `withheld`: see `models.Figure`."""

    starts_on: date
    measure: str
    dimension: str
    segment: str
    value: Decimal | None
    suppressed: bool
    rate: Decimal | None = None
    denominator: int | None = None
    withheld: bool = False


def figures(period: Period, first_week: date, last_week: date, now: datetime) -> Iterator[PublishedFigure]:
    """Every figure of the periods that hold the weeks from the first to the last, both Mondays. A segment in which
    nothing happened is there with 0, or without data where nothing says anything.
    """
    periods = starts(period, first_week, last_week)
    span = Span(periods[0], periods[-1] + period.length, now)
    places = geographies.of_dimensions()
    last_days = {start: start + period.length - timedelta(days=1) for start in periods}
    people = {start: populations.on(day) for start, day in last_days.items()}
    lying = {start: protected.families(places, day) for start, day in last_days.items()}
    for measure in EVERY.values():
        cells = raw_cells(measure, period, span)
        for start in periods:
            withheld = protected.withheld(measure, period, start, cells, places, lying[start], now)
            yield from _of_period(measure, start, cells, places, people[start], withheld)


def _of_period(
    measure: Measure,
    start: date,
    cells: Mapping[CellKey, RawCell],
    places: Mapping[str, set[str]],
    people: Denominators,
    withheld: set[Cell],
) -> Iterator[PublishedFigure]:
    for dimension in measure.by:
        for segment in dimension.segments(places.get(dimension.code, ())):
            cell = cells.get((start, dimension.code, segment))
            is_withheld = (dimension.code, segment) in withheld
            shown = disclosure.HIDDEN if is_withheld else measure.statistic.show(cell)
            denominator = _denominator(measure, people.get((dimension.code, segment), 0), None if is_withheld else cell)
            yield PublishedFigure(
                start,
                measure.code,
                dimension.code,
                segment,
                shown.value,
                shown.suppressed,
                disclosure.rate(shown, denominator) if measure.has_rate else None,
                denominator,
                is_withheld,
            )


def _denominator(measure: Measure, people: int, cell: RawCell | None) -> int | None:
    """The people of a segment, or those whom an average or a share is of, to be shown; None where they are none or too
    few, or where nothing is set against people.
    """
    if measure.has_rate:
        return int(disclosure.count(people).value or 0) or None
    return int(disclosure.count(cell.whole or cell.people).value or 0) or None if cell else None
