"""Published figures in words: one form for the table, the chart and the download, so that they say the same."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from observatory.measures import MEASURES
from observatory.measures.measure import Measure
from observatory.periods import Period
from observatory.selectors import labels, series
from observatory.selectors.series import Cell, Point, Series
from referrals.calendar import week_of

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
    complete: bool
    cells: list[TableCell]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was chosen: the measure, and its series with the names of its segments."""

    measure: Measure
    period: Period
    series: Series
    names: dict[str, str]

    @property
    def title(self) -> str:
        """`Referred, by deprivation`."""
        if self.series.dimension == "all":
            return str(self.measure.title)
        by = str(labels.DIMENSIONS[self.series.dimension])
        return _("%(measure)s, by %(by)s") % {"measure": self.measure.title, "by": by[:1].lower() + by[1:]}

    @property
    def rows(self) -> list[TableRow]:
        """The newest first: that is the one people come for."""
        return [_row(point) for point in reversed(self.series.points)]

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
    return Figures(MEASURES[measure], length, found, labels.of_segments(by, found.segments))


def period_words(point: Point) -> str:
    """`28 September to 27 December 2026`; a week with its number, as that is how it is asked for."""
    last = point.starts_on + point.period.length - timedelta(days=1)
    first_pattern = "j M" if point.starts_on.year == last.year else "j M Y"
    days = {"first": date_format(point.starts_on, first_pattern), "last": date_format(last, "j M Y")}
    words = _("%(first)s to %(last)s") % days
    return words if point.period is Period.BLOCK else f"{words} ({point.label})"


def _row(point: Point) -> TableRow:
    return TableRow(period_words(point), point.complete, [_cell(cell) for cell in point.cells])


def _cell(cell: Cell) -> TableCell:
    if cell.value is None:
        return TableCell(_("hidden") if cell.suppressed else _("no data"), "", is_number=False)
    return TableCell(f"{cell.value:,}", "" if cell.rate is None else str(cell.rate), is_number=True)
