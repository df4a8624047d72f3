"""Reading resources of any declared type. What the actor may not see does not exist, and every look is written down."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from referrals.fhir import asking, parts
from referrals.fhir.asking import Asked
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.kit.registries import fhir
from referrals.kit.registries.fhir import Resource, ResourceType, Row, Source

# A search that finds so many at its end asks too much of one answer.
MOST_INCLUDED = 1000
# The letters that SMART gives to interactions.
READ, SEARCH = "r", "s"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search: what was asked for, what comes with it, and where the next page begins."""

    matches: list[Resource]
    included: list[Resource] = field(default_factory=list)
    next: tuple[int, int] | None = None


@transaction.atomic
def one(kind: ResourceType, public_id: UUID, *, by: Actor, today: date) -> Resource | None:
    """One resource, or None where there is none that the actor may open."""
    by = by.within(kind.name, READ)
    for source in kind.sources:
        if source.is_for(by) and (row := source.rows(by, today).filter(public_id=public_id).first()):
            return _resources(source, [row], by)[0]
    return None


@transaction.atomic
def history(kind: ResourceType, public_id: UUID, *, by: Actor, today: date) -> list[Resource] | None:
    """A resource as it was after each of its changes, the first one first; None where it may not be opened."""
    by = by.within(kind.name, READ)
    for source in kind.sources:
        if source.past and source.is_for(by) and (row := source.rows(by, today).filter(public_id=public_id).first()):
            return _resources(source, source.past(row), by, seen=[row])
    return None


@transaction.atomic
def page(asked: Asked, *, by: Actor, today: date) -> Page:
    """One page of what was asked for, the newest first, with a fixed number of queries however many there are."""
    searching = by.within(asked.kind.name, SEARCH)
    found, following = _rows(asked, searching, today)
    matches: list[Resource] = []
    for source, rows in groupby(found, key=lambda pair: pair[0]):
        matches += _resources(source, [row for _source, row in rows], searching)
    audit.record(by=by, did=f"{asked.kind.name.lower()}.listed", rows=len(matches))
    return Page(matches, _included(asked, matches, by, today) if matches else [], following)


def _rows(asked: Asked, by: Actor, today: date) -> tuple[list[tuple[Source, Row]], tuple[int, int] | None]:
    """The rows of one page, and the place of the last one if more follow."""
    first, last_key = asked.after or (0, None)
    places: list[tuple[Source, Row, tuple[int, int]]] = []
    for number, source in enumerate(asked.kind.sources):
        missing = asked.count + 1 - len(places)
        if number < first or missing <= 0 or not source.is_for(by):
            continue
        rows = _matching(source, asked.wanted, by, today)
        if number == first and last_key is not None:
            rows = rows.filter(pk__lt=last_key)
        places += [(source, row, (number, row.pk)) for row in rows.order_by("-pk")[:missing]]
    shown = places[: asked.count]
    following = shown[-1][2] if shown and len(places) > asked.count else None
    return [(source, row) for source, row, _place in shown], following


def _matching(source: Source, wanted: Iterable[tuple[str, Sequence[str]]], by: Actor, today: date) -> QuerySet[Row]:
    rows = source.rows(by, today)
    for name, values in wanted:
        condition = asking.condition(source.parameters, name, values)
        rows = rows.none() if condition is None else rows.filter(condition)
    return rows


def _resources(source: Source, rows: Sequence[Row], by: Actor, seen: Sequence[Row] | None = None) -> list[Resource]:
    """The resources of rows, with their versions; that they were looked at (or what was `seen`) is written down."""
    audit.looks(by=by, at=[(row, source.whose(row)) for row in (rows if seen is None else seen)])
    made = [parts.without_nothing(resource) for resource in source.resources(rows, by)]
    return [_with_meta(source, row, resource) for row, resource in zip(rows, made, strict=True)]


def _with_meta(source: Source, row: Row, resource: Resource) -> Resource:
    version = str(row.moves) if source.past else _digest(resource)
    head = {"resourceType": resource["resourceType"], "id": resource["id"]}
    return {**head, "meta": {"versionId": version, "lastUpdated": parts.moment(row.changed_at)}, **resource}


def _digest(resource: Resource) -> str:
    """The version of what is made of several rows: another one whenever it says something else."""
    return hashlib.sha256(json.dumps(resource, sort_keys=True).encode()).hexdigest()[:16]


def _included(asked: Asked, matches: list[Resource], by: Actor, today: date) -> list[Resource]:
    """What the matches refer to, and what refers to them, as far as the actor may see it."""
    found: dict[tuple[str, str], Resource] = {}
    for _type, name in asked.include:
        lead = asked.kind.includes[name]
        kind = fhir.find(lead.type)
        ids = {one.partition("/")[2] for match in matches for one in references(match.get(lead.element))}
        if kind and ids:
            _add(found, kind, [("_id", sorted(ids))], by, today)
    for type_, name in asked.revinclude:
        kind = fhir.find(type_)
        if kind:
            _add(found, kind, [(name, [str(match["id"]) for match in matches])], by, today)
    known = {(match["resourceType"], match["id"]) for match in matches}
    return [resource for key, resource in found.items() if key not in known]


def _add(
    found: dict[tuple[str, str], Resource],
    kind: ResourceType,
    wanted: list[tuple[str, list[str]]],
    by: Actor,
    today: date,
) -> None:
    by = by.within(kind.name, SEARCH)
    for source in kind.sources:
        if source.is_for(by):
            rows = list(_matching(source, wanted, by, today).order_by("-pk")[:MOST_INCLUDED])
            found |= {(kind.name, str(one["id"])): one for one in _resources(source, rows, by)}


def references(element: object) -> Iterable[str]:
    """The addresses to which an element, or a list of them, refers."""
    for one in element if isinstance(element, list) else [element]:
        if isinstance(one, dict) and isinstance(one.get("reference"), str):
            yield one["reference"]
