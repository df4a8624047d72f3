"""What the observatory can be asked: measures, dimensions and weeks, each refused by name when it does not exist."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from observatory.dimensions import ALL, DIMENSIONS
from observatory.measures import MEASURES
from referrals.kit.calendar import WEEK, parse_week

MOST_WEEKS = 200
DEFAULT_WEEKS = 13
PARAMETERS = [
    OpenApiParameter("measure", str, required=True, enum=list(MEASURES)),
    OpenApiParameter("by", str, enum=list(DIMENSIONS), default=ALL),
    OpenApiParameter("from", str, description="first ISO week, like 2026-W01; 12 weeks before `to` if left out"),
    OpenApiParameter("to", str, description="last ISO week; the running week if left out; at most 200 weeks in all"),
]


@dataclass(frozen=True, slots=True)
class Query:
    """A measure by a dimension, from one Monday to another."""

    measure: str
    by: str
    first: date
    last: date


def read(request: Request, this_week: date) -> Query:
    """The query of a request; a ValidationError names what is not right."""
    asked = request.query_params
    measure = _one_of(asked, "measure", MEASURES, "")
    by = _one_of(asked, "by", DIMENSIONS, ALL)
    last = _week(asked, "to", this_week)
    first = _week(asked, "from", last - (DEFAULT_WEEKS - 1) * WEEK)
    if not timedelta() <= last - first < MOST_WEEKS * WEEK:
        words = _("Ask for 1 to %(most)s weeks, the first before the last.") % {"most": MOST_WEEKS}
        raise ValidationError({"from": words})
    return Query(measure, by, first, last)


def _one_of(asked: Mapping[str, str], name: str, known: Collection[str], default: str) -> str:
    value = str(asked.get(name, default))
    if value not in known:
        raise ValidationError({name: _("One of %(known)s.") % {"known": ", ".join(known)}})
    return value


def _week(asked: Mapping[str, str], name: str, default: date) -> date:
    try:
        return parse_week(asked[name]) if name in asked else default
    except ValueError as error:
        raise ValidationError({name: _("An ISO week, like 2026-W11.")}) from error
