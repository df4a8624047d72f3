"""The observatory: a measure over time by population segment, as a chart, a table and a download."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from observatory import spelling
from observatory.charts import lines
from observatory.forms.choice import FigureChoice
from observatory.measures import COMPLETENESS, MEASURES
from observatory.periods import Period
from observatory.selectors import labels, populations
from observatory.selectors.series import Cell, Point
from observatory.views import presentation
from observatory.views.presentation import Figures
from referrals.kit.access import for_roles
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role

COLUMNS = (
    "period",
    "first_day",
    "complete",
    "measure",
    "unit",
    "definition_version",
    "by",
    "segment",
    "value",
    "suppressed",
    "rate",
    "denominator",
    *COMPLETENESS,
    "withheld",
)


@dataclass(frozen=True, slots=True)
class Tab:
    """A length of period to choose."""

    label: str
    url: str
    current: bool


@for_roles(*Role)
def weekly(request: HttpRequest) -> HttpResponse:
    """The page. A choice that does not exist is an error on the form, with nothing shown."""
    form = FigureChoice.of(request.GET.dict())
    if not form.is_valid():
        return render(request, "observatory/weekly.html", {"form": form, "tabs": []}, status=422)
    choice = form.cleaned_data
    figures = _figures(choice)
    query = urlencode(choice)
    context = {
        "form": form,
        "figures": figures,
        "note": labels.note(choice["by"]),
        "tabs": _tabs(choice),
        "share_titles": [labels.definition(measure.definition).title for measure in COMPLETENESS.values()],
        "sources": list(populations.sources()),
        "chart_url": f"{reverse('observatory:chart')}?{query}",
        "csv_url": f"{reverse('observatory:csv')}?{query}",
        "api_url": _api_url(figures),
    }
    return render(request, "observatory/weekly.html", context)


@for_roles(*Role)
def chart(request: HttpRequest) -> HttpResponse:
    """The chart as SVG; `narrow=1` for a telephone."""
    form = FigureChoice.of(request.GET.dict())
    if not form.is_valid():
        return HttpResponse(_("There are no such figures."), status=422, content_type="text/plain")
    figures = _figures(form.cleaned_data)
    size = lines.NARROW if "narrow" in request.GET else lines.WIDE
    axis_title = str(presentation.AXIS_TITLES[figures.period])
    drawn = lines.svg(figures.series, figures.names, figures.ticks, axis_title, size)
    return HttpResponse(drawn, content_type="image/svg+xml")


@for_roles(*Role)
def download(request: HttpRequest) -> HttpResponse:
    """The page's table as CSV, one line for each figure; a hidden value is empty and `suppressed` true."""
    form = FigureChoice.of(request.GET.dict())
    if not form.is_valid():
        return HttpResponse(_("There are no such figures."), status=422, content_type="text/plain")
    figures = _figures(form.cleaned_data)
    name = f"{figures.measure.code}-by-{figures.series.dimension}-{figures.period.value}s.csv"
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows([COLUMNS, *_lines(figures)])
    return response


@for_roles(*Role)
def measures(request: HttpRequest) -> HttpResponse:
    """What each measure counts, and why."""
    return render(
        request,
        "observatory/measures.html",
        {"measures": [labels.definition(measure.definition) for measure in MEASURES.values()]},
    )


def _figures(choice: dict[str, str]) -> Figures:
    return presentation.chosen(**choice, today=local_day(timezone.now()))


def _tabs(choice: dict[str, str]) -> list[Tab]:
    named = {Period.BLOCK: _("13-week blocks"), Period.WEEK: _("Weeks")}
    return [
        Tab(label, f"?{urlencode({**choice, 'period': period.value})}", choice["period"] == period)
        for period, label in named.items()
    ]


def _api_url(figures: Figures) -> str:
    points = figures.series.points
    span = {"from": points[0].label.partition("/")[0], "to": points[-1].label.partition("/")[0]} if points else {}
    name = "observatory-weekly" if figures.period is Period.WEEK else "observatory-blocks"
    query = {"measure": figures.measure.code, "by": figures.series.dimension, **span}
    return f"{reverse(name)}?{urlencode(query)}"


def _lines(figures: Figures) -> list[tuple[object, ...]]:
    return [_line(figures, point, cell) for point in figures.series.points for cell in point.cells]


def _line(figures: Figures, point: Point, cell: Cell) -> tuple[object, ...]:
    measure = labels.definition(point.definition) if point.definition else figures.measure
    shares = {code: figures.share(point, code).value for code in COMPLETENESS}
    return (
        *(point.label, point.starts_on, str(point.complete).lower()),
        *(measure.code, measure.unit, measure.version, figures.series.dimension),
        *(cell.segment, _written(cell.value, measure.digits), str(cell.suppressed).lower()),
        *(cell.rate, cell.denominator),
        *(_written(share, COMPLETENESS[code].statistic.digits) for code, share in shares.items()),
        str(cell.withheld).lower(),
    )


def _written(value: Decimal | None, digits: int) -> str:
    return "" if value is None else spelling.text(value, digits)
