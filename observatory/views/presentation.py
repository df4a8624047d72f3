"""Published figures in words: one form for the table, the chart and the download, so that they say the same."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from observatory import spelling
from observatory.definitions import Definition
from observatory.disclosure import NO_DATA, Shown
from observatory.measures import COMPLETENESS, MEASURES, Measure
from observatory.periods import Period
from observatory.selectors import completeness, labels, series
from observatory.selectors.completeness import Shares
from observatory.selectors.series import Cell, Point, Series
from referrals.kit.calendar import week_of

# How far back the page looks; older figures are in the API.
SHOWN = {Period.BLOCK: 6, Period.WEEK: 26}
AXIS_TITLES: dict[Period, str | Promise] = {
    Period.BLOCK: gettext_lazy("13 weeks from"),
    Period.WEEK: gettext_lazy("week from"),
}


@dataclass(frozen=True, slots=True)
class TableCell:
    """A figure as it reads, and its rate where there is one."""

    text: str
    rate: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A period in words, and its cells."""

    period: str
    week: str
    complete: bool
    cells: list[TableCell]
    shares: list[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was chosen: what the measure is, and its series with the names of its segments."""

    measure: Definition
    series: Series
    names: dict[str, str]
    shares: Shares

    @property
    def period(self) -> Period:
        return self.series.period

    @property
    def can_be_drawn(self) -> bool:
        """Whether there is a single figure to draw."""
        return any(cell.value is not None for point in self.series.points for cell in point.cells)

    @property
    def title(self) -> str:
        """The heading, like "Referred, by deprivation"."""
        if self.series.dimension == "all":
            return self.measure.title
        by = labels.title(self.series.dimension)
        return _("%(measure)s, by %(by)s") % {"measure": self.measure.title, "by": by[:1].lower() + by[1:]}

    def share(self, point: Point, code: str) -> Shown:
        """How complete a period is, by one of the measures that say so."""
        return self.shares[point.starts_on].get(code, NO_DATA)

    def digits(self, point: Point) -> int:
        """Decimal places of a period's figures, as they were released or are now."""
        return (point.definition or self.measure).digits

    @property
    def rows(self) -> list[TableRow]:
        """The newest first: that is the one people come for."""
        return [self._row(point) for point in reversed(self.series.points)]

    def _row(self, point: Point) -> TableRow:
        return TableRow(
            period=period_words(point),
            week=point.label if point.period is Period.WEEK else "",
            complete=point.complete,
            cells=[_cell(cell, self.digits(point)) for cell in point.cells],
            shares=[_share(self.share(point, code), measure) for code, measure in COMPLETENESS.items()],
        )

    @property
    def ticks(self) -> list[str]:
        """The points' first days, for the chart's axis."""
        pattern = "j M Y" if self.period is Period.BLOCK else "j M"
        return [date_format(point.starts_on, pattern) for point in self.series.points]


def chosen(measure: str, by: str, period: str, today: date) -> Figures:
    """The newest figures of a measure by a dimension."""
    length = Period(period)
    last = length.start_of(week_of(today))
    first = last - (SHOWN[length] - 1) * length.length
    read = series.blocks if length is Period.BLOCK else series.weekly
    found = read(measure, by, first, last)
    names = labels.of_segments(by, found.segments)
    definition = labels.definition(MEASURES[measure].definition)
    return Figures(definition, found, names, completeness.of_series(found, COMPLETENESS))


def period_words(point: Point) -> str:
    """`16 to 22 Nov 2026`: the first day without what it has in common with the last."""
    first, last = point.starts_on, point.starts_on + point.period.length - timedelta(days=1)
    pattern = "j M Y" if first.year != last.year else "j M" if first.month != last.month else "j"
    days = {"first": date_format(first, pattern), "last": date_format(last, "j M Y")}
    return _("%(first)s to %(last)s") % days


def _cell(cell: Cell, digits: int) -> TableCell:
    if cell.value is None:
        return TableCell(_absent(cell), "", is_number=False)
    return TableCell(spelling.grouped(cell.value, digits), "" if cell.rate is None else str(cell.rate), is_number=True)


def _share(shown: Shown, measure: Measure) -> str:
    return _absent(shown) if shown.value is None else f"{spelling.text(shown.value, measure.statistic.digits)}%"


def _absent(figure: Cell | Shown) -> str:
    return _("hidden") if figure.suppressed else _("no data")
