"""Places: their names, and which lies in which, directly or through others."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db import connection
from django.db.models import Q
from psycopg2 import sql

from observatory.dimensions import DIMENSIONS
from observatory.dimensions.places import Kind, Places
from observatory.models import Geography
from observatory.selectors import sources
from referrals import facts

# Each place with the places of one kind that it lies in, and from which day to before which other.
LYING_IN = """
WITH RECURSIVE lying AS (
    SELECT code, kind, code AS place, parent, valid_from, valid_to FROM {table}
    UNION ALL
    SELECT lying.code, larger.kind, larger.code, larger.parent,
        greatest(lying.valid_from, larger.valid_from), least(lying.valid_to, larger.valid_to)
    FROM lying JOIN {table} AS larger ON larger.code = lying.parent
        AND daterange(larger.valid_from, larger.valid_to) && daterange(lying.valid_from, lying.valid_to)
)
SELECT code, place, valid_from, valid_to FROM lying WHERE kind = {kind}
"""


def lying_in(kind: Kind) -> sql.Composable:
    """Rows of `code`, `place` of this kind, `valid_from` and `valid_to`, to be made part of a larger statement."""
    table = sql.Identifier(Geography._meta.db_table)
    return sql.SQL(LYING_IN).format(table=table, kind=sql.Literal(kind.value))


def holding(kind: Kind, code: str, day: date) -> str | None:
    """The place of a kind that a place lies in on a day, step by step upwards; None where that is not known."""
    valid = Q(valid_to=None) | Q(valid_to__gt=day), Q(valid_from__lte=day)
    place = Geography.objects.filter(*valid, code=code).first()
    while place and place.kind != kind:
        place = Geography.objects.filter(*valid, code=place.parent).first()
    return place.code if place else None


def held(kind: Kind, day: date) -> dict[str, str]:
    """Every place that lies in one of this kind on a day, with the code of that one."""
    statement = sql.SQL(
        "SELECT code, place FROM ({rows}) AS lying WHERE valid_from <= {day} AND (valid_to IS NULL OR valid_to > {day})"
    ).format(rows=lying_in(kind), day=sql.Literal(day))
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.cursor))
        return dict(cursor.fetchall())


def of_dimensions() -> dict[str, set[str]]:
    """The codes that are segments of each dimension of places: those known of people, or those that they lie in."""
    return {dimension.code: _codes(dimension.places) for dimension in DIMENSIONS.values() if dimension.places}


def segments() -> dict[str, set[str]]:
    """The codes that can be segments of each dimension of places: every known place of its kind."""
    return {
        dimension.code: known(dimension.places.kind) | _codes(dimension.places)
        for dimension in DIMENSIONS.values()
        if dimension.places
    }


def _codes(places: Places) -> set[str]:
    known = sources.codes(places.known)
    return _holding_any(places.kind, known) if places.is_looked_up else known


def _holding_any(kind: Kind, codes: Collection[str]) -> set[str]:
    statement = sql.SQL("SELECT DISTINCT place FROM ({rows}) AS lying WHERE code = ANY({codes})").format(
        rows=lying_in(kind), codes=sql.Literal(list(codes))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.cursor))
        return {place for (place,) in cursor.fetchall()}


def within(codes: Collection[str]) -> set[str]:
    """The codes of these places and of all that lie in them or have lain in them."""
    children: dict[str, set[str]] = defaultdict(set)
    for code, parent in Geography.objects.exclude(parent="").values_list("code", "parent"):
        children[parent].add(code)
    found, waiting = set(codes), list(codes)
    while waiting:
        inside = children[waiting.pop()] - found
        found |= inside
        waiting.extend(inside)
    return found


def known(kind: Kind) -> set[str]:
    """The codes of every place of a kind, of now and of before; also of local authorities that small areas lie in."""
    codes = set(Geography.objects.filter(kind=kind).values_list("code", flat=True))
    return codes | {area for area, _decile in facts.small_areas().values()} if kind is Kind.LOCAL_AUTHORITY else codes


def newest(codes: Collection[str]) -> dict[str, Geography]:
    """The last that is known of each of these places, by code."""
    rows = Geography.objects.filter(code__in=codes).order_by("code", "-valid_from").distinct("code")
    return {row.code: row for row in rows}


def began(codes: Collection[str]) -> dict[str, date]:
    """The first day of each of these places that is known."""
    rows = Geography.objects.filter(code__in=codes).order_by("code", "valid_from").distinct("code")
    return dict(rows.values_list("code", "valid_from"))


def names(codes: Collection[str]) -> dict[str, str]:
    """The newest names of places by their codes; of local authorities that are not in the table as small areas say."""
    known = Geography.objects.filter(code__in=codes).order_by("valid_from").values_list("code", "name")
    return {**facts.area_names(codes), **dict(known)}
