"""What the tables hold on a person: one list that the export, the erasure and the test of forgotten tables read.

Each app declares its tables in `AppConfig.ready`, so that this list never imports upwards.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from graphlib import TopologicalSorter
from typing import Any

import pghistory.models
from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from referrals.kit.calendar import local_day


@dataclass(frozen=True, slots=True)
class Holding:
    """A table that holds something on a person.

    `path` leads from a row to the person along foreign keys (`episode__person`); where there is none, `find` does.
    `counted_on` names the day or moment by which figures count a row: its week is counted anew after an erasure.
    `hidden` are columns that no export shows: secrets, and what names a colleague. `guarded` are columns that someone
    of the service reads before they are handed over: whoever looks over the person's shoulder may do them harm.
    `names` says of which table a column of plain keys holds keys: the table, or what finds it out from the row.
    `kept` is the reason why an erasure leaves the rows. `before_removal` gets the rows that are about to go.
    `stays` is the reason why a merge of two people leaves the rows with whom they are about.
    """

    model: type[Model]
    title: str | Promise
    path: str = ""
    find: Callable[[int], "QuerySet[Model]"] | None = None
    counted_on: str = ""
    exported: bool = True
    hidden: frozenset[str] = frozenset()
    guarded: frozenset[str] = frozenset()
    names: Mapping[str, type[Model] | Callable[[Any], type[Model] | None]] = field(default_factory=dict)
    kept: str = ""
    stays: str = ""
    before_removal: Callable[["QuerySet[Any]"], None] | None = None

    def named_by(self, row: Model, column: str) -> type[Model] | None:
        """The table of which a column of plain keys holds a key in this row."""
        table = self.names.get(column)
        return table if table is None or isinstance(table, type) else table(row)

    def rows(self, person_id: int) -> "QuerySet[Model]":
        """The rows that are about the person with this key."""
        if self.find:
            return self.find(person_id)
        return self.model._default_manager.filter(**{self.path: person_id})


_holdings: dict[type[Model], Holding] = {}


def declare(holdings: Iterable[Holding]) -> None:
    """Add tables, each with the history that triggers keep of it: an earlier row leads to the person as the row did."""
    for holding in holdings:
        _holdings[holding.model] = holding
        for event in history_of(holding.model):
            _holdings[event] = replace(holding, model=event, counted_on="", before_removal=None)


def holding_of(model: type[Model]) -> Holding | None:
    """How to find what a table holds on a person; None for one that holds nothing on anybody."""
    return _holdings.get(model)


def holdings() -> list[Holding]:
    """Every declared table; one that refers to another comes before it, so that rows can be removed in this order."""
    targets = {
        model: {column.related_model for column in model._meta.concrete_fields if column.related_model in _holdings}
        - {model}
        for model in _holdings
    }
    return [_holdings[model] for model in reversed(list(TopologicalSorter(targets).static_order()))]


def history_of(model: type[Model]) -> list[type[Model]]:
    """The tables in which triggers keep earlier versions of a model's rows."""
    return [
        event
        for event in apps.get_models()
        if issubclass(event, pghistory.models.Event) and getattr(event, "pgh_tracked_model", None) is model
    ]


def counted_days(person_id: int) -> set[date]:
    """The London days on which figures counted the person."""
    moments: list[date] = []
    for holding in holdings():
        if holding.counted_on:
            moments.extend(holding.rows(person_id).values_list(holding.counted_on, flat=True))
    # A datetime is a date too: its London day; a date stays as it is.
    return {local_day(moment) if isinstance(moment, datetime) else moment for moment in moments}
