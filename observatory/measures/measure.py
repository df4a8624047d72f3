"""What a measure is: a weekly number with a reason, defined once and compiled into SQL by `counting`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

Text = str | Promise
# From the first London day to before the last: rows of `who`, `day` and, for a median, `value`.
FactSource = Callable[[date, date], QuerySet[Any, Any]]


class Counting(StrEnum):
    """How facts become a number."""

    EVENTS = "events"
    PEOPLE = "people"
    MEDIAN_OF_MEANS = "median of means"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure. `counts` says in words exactly what is counted; a change of it raises `definition_version`.

    `has_rate`: whether a rate per 1,000 of the population says something.
    """

    code: str
    title: Text
    unit: Text
    why: Text
    counts: Text
    definition_version: int
    counting: Counting
    facts: FactSource
    has_rate: bool = True
