"""How complete the record behind each period's figures is."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from observatory.disclosure import Shown
from observatory.models import ReleasedFigure, RunningFigure
from observatory.periods import Period
from observatory.selectors.series import Series

# Start of the period -> code of the measure that stands beside others -> what is shown of it.
Shares = dict[date, dict[str, Shown]]


def of_series(series: Series, codes: Collection[str]) -> Shares:
    """The measures with these codes for each of the series' periods; what was never worked out is not there."""
    found: Shares = {point.starts_on: {} for point in series.points}
    for rows in (_running(series.period, found), _released(series.period, found)):
        values = rows.filter(measure__in=codes).values_list("start", "measure", "value", "suppressed")
        for start, code, value, suppressed in values:
            found[start][code] = Shown(value, suppressed)
    return found


def _running(period: Period, starts: Collection[date]) -> QuerySet[Any]:
    return RunningFigure.objects.filter(period=period, starts_on__in=starts).annotate(start=F("starts_on"))


def _released(period: Period, weeks: Collection[date]) -> QuerySet[Any]:
    if period is Period.BLOCK:
        return ReleasedFigure.objects.none().annotate(start=F("release__week"))
    # In order, so that a later revision of a week stands.
    rows = ReleasedFigure.objects.filter(release__week__in=weeks).order_by("release__revision")
    return rows.annotate(start=F("release__week"))
