"""How complete the record behind a period's figures is."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from observatory.disclosure import NO_DATA, Shown
from observatory.models import ReleasedFigure, RunningFigure
from observatory.periods import Period
from observatory.selectors.series import Point


def of_point(point: Point, codes: Collection[str]) -> dict[str, Shown]:
    """The shares with these codes, in whole percent; no data where one was never worked out."""
    is_released = point.complete and point.period is Period.WEEK
    rows = _released(point.starts_on) if is_released else _running(point.period, point.starts_on)
    found = {
        measure: Shown(value, suppressed)
        for measure, value, suppressed in rows.filter(measure__in=codes).values_list("measure", "value", "suppressed")
    }
    return {code: found.get(code, NO_DATA) for code in codes}


def _released(week: date) -> QuerySet[Any]:
    # A later revision of the week overrides what an earlier one says.
    return ReleasedFigure.objects.filter(release__week=week).order_by("release__revision")


def _running(period: Period, start: date) -> QuerySet[Any]:
    return RunningFigure.objects.filter(period=period, starts_on=start)
