"""Published figures of one measure over time, by segment: what pages, downloads and the API show."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from django.db.models import QuerySet

from observatory.definitions import Definition
from observatory.dimensions import DIMENSIONS
from observatory.models import Figure, Release, ReleasedFigure, RunningFigure
from observatory.periods import Period
from observatory.selectors import releases


@dataclass(frozen=True, slots=True)
class Cell:
    """One published value; see `observatory.disclosure.Shown` and `models.Figure`."""

    segment: str
    value: Decimal | None = None
    suppressed: bool = False
    rate: Decimal | None = None
    denominator: int | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A period with a cell for each of the series' segments. `complete`: it stands, no later data changes it.

    `definition`: what the measure was when the week was released; None for what is not released yet.
    """

    period: Period
    starts_on: date
    complete: bool
    cells: tuple[Cell, ...]
    definition: Definition | None = None

    @property
    def label(self) -> str:
        return self.period.label(self.starts_on)


@dataclass(frozen=True, slots=True)
class Series:
    """Points in order of time. `release` is the newest release among them, as `2026-W11/1`; blank for none."""

    period: Period
    measure: str
    dimension: str
    segments: tuple[str, ...]
    points: tuple[Point, ...]
    release: str = ""


# The start of a period, whether it stands, and one of its cells.
Rows = Iterable[tuple[date, bool, Cell]]


def weekly(measure: str, dimension: str, first: date, last: date) -> Series:
    """The weeks from `first` to `last` (Mondays) that have figures: the newest release of each, or the running ones."""
    newest = Release.objects.filter(week__gte=first, week__lte=last).order_by("week", "-revision").distinct("week")
    of_release = {release.pk: release for release in newest}
    released = ReleasedFigure.objects.filter(release__in=of_release, measure=measure, dimension=dimension)
    frozen = [(of_release[figure.release_id].week, True, _cell(figure)) for figure in released]
    unreleased = _running(Period.WEEK, measure, dimension, first, last)
    running = [(figure.starts_on, False, _cell(figure)) for figure in unreleased]
    last_release = max(of_release.values(), key=lambda release: release.week, default=None)
    label = f"{Period.WEEK.label(last_release.week)}/{last_release.revision}" if last_release else ""
    defined = {release.week: releases.definitions(release).get(measure) for release in of_release.values()}
    return _series(Period.WEEK, measure, dimension, [*frozen, *running], label, defined)


def blocks(measure: str, dimension: str, first: date, last: date) -> Series:
    """The 13-week blocks that begin from `first` to `last`. One is complete once its last week is released."""
    released = releases.last_week()
    rows = [
        (figure.starts_on, _stands(figure.starts_on, released), _cell(figure))
        for figure in _running(Period.BLOCK, measure, dimension, first, last)
    ]
    return _series(Period.BLOCK, measure, dimension, rows)


def _running(period: Period, measure: str, dimension: str, first: date, last: date) -> QuerySet[RunningFigure]:
    return RunningFigure.objects.filter(
        period=period, measure=measure, dimension=dimension, starts_on__gte=first, starts_on__lte=last
    )


def _stands(block: date, released: date | None) -> bool:
    return released is not None and Period.BLOCK.last_week(block) <= released


def _cell(figure: Figure) -> Cell:
    return Cell(figure.segment, figure.value, figure.suppressed, figure.rate, figure.denominator, figure.withheld)


def _series(
    period: Period,
    measure: str,
    dimension: str,
    rows: Rows,
    release: str = "",
    defined: Mapping[date, Definition | None] = MappingProxyType({}),
) -> Series:
    of_start: dict[date, dict[str, Cell]] = defaultdict(dict)
    complete: dict[date, bool] = {}
    for start, is_complete, cell in rows:
        of_start[start][cell.segment] = cell
        complete[start] = is_complete
    names = DIMENSIONS[dimension].segments({name for cells in of_start.values() for name in cells})
    points = tuple(
        Point(
            period,
            start,
            complete[start],
            tuple(of_start[start].get(name, Cell(name)) for name in names),
            defined.get(start),
        )
        for start in sorted(of_start)
    )
    return Series(period, measure, dimension, names, points, release)
