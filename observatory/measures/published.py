"""From facts to published figures: count, then hide and round. Raw counts live in here and are stored nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from observatory import disclosure, segments
from observatory.disclosure import NO_DATA, Shown
from observatory.measures import MEASURES, completeness
from observatory.measures.counting import CellKey, RawCell, raw_cells
from observatory.measures.measure import Counting, Measure
from observatory.periods import Period, starts
from observatory.segments import ALL
from observatory.selectors import populations
from observatory.selectors.populations import Denominators
from referrals import facts


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure as it may be seen, with its period's start."""

    starts_on: date
    measure: str
    dimension: str
    segment: str
    value: int | None
    suppressed: bool
    rate: Decimal | None = None
    denominator: int | None = None


def figures(period: Period, first_week: date, last_week: date, now: datetime) -> Iterator[PublishedFigure]:
    """Every figure of the periods that hold the weeks from the first to the last, both Mondays. A segment in which
    nothing happened is there with 0.
    """
    periods = starts(period, first_week, last_week)
    since, until = periods[0], periods[-1] + period.length
    areas = facts.areas()
    people = {start: populations.on(start + period.length - timedelta(days=1)) for start in periods}
    for measure in MEASURES.values():
        cells = raw_cells(measure, period, since, until)
        for start in periods:
            yield from _of_period(measure, start, cells, areas, people[start])
        if measure.code == "referred":
            yield from _ethnicity_known(periods, cells)
    yield from _registers_marked(period, periods, now)


def _of_period(
    measure: Measure, start: date, cells: dict[CellKey, RawCell], areas: set[str], people: Denominators
) -> Iterator[PublishedFigure]:
    for dimension in segments.DIMENSIONS:
        for segment in segments.keys(dimension, areas):
            shown = _shown(measure, cells.get((start, dimension, segment)))
            denominator = _denominator(measure, people.get((dimension, segment), 0))
            yield PublishedFigure(
                start,
                measure.code,
                dimension,
                segment,
                shown.value,
                shown.suppressed,
                disclosure.rate(shown, denominator),
                denominator,
            )


def _shown(measure: Measure, cell: RawCell | None) -> Shown:
    if measure.counting is Counting.MEDIAN_OF_MEANS:
        return disclosure.median(cell.value, cell.people) if cell else NO_DATA
    return disclosure.count(int(cell.value) if cell else 0)


def _denominator(measure: Measure, people: int) -> int | None:
    return (disclosure.count(people).value or None) if measure.has_rate else None


def _ethnicity_known(periods: list[date], referred: dict[CellKey, RawCell]) -> Iterator[PublishedFigure]:
    for start in periods:
        shown = completeness.ethnicity_known(start, referred)
        yield PublishedFigure(start, completeness.ETHNICITY_KNOWN, ALL, ALL, shown.value, shown.suppressed)


def _registers_marked(period: Period, periods: list[date], now: datetime) -> Iterator[PublishedFigure]:
    marked = completeness.registers_marked(period, periods[0], periods[-1] + period.length, now)
    for start in periods:
        shown = marked.get(start, NO_DATA)
        yield PublishedFigure(start, completeness.REGISTERS_MARKED, ALL, ALL, shown.value, shown.suppressed)
