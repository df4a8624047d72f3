"""Measures compiled into SQL: one statement counts every dimension of every period.

What comes out is raw. It goes through `published` and nowhere else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from psycopg2 import sql

from observatory import segments
from observatory.measures.measure import Counting, Measure
from observatory.periods import BLOCK, FIRST_BLOCK, Period
from referrals import facts

# (start of the period, dimension, segment)
CellKey = tuple[date, str, str]


@dataclass(frozen=True, slots=True)
class RawCell:
    """A value before disclosure control, and how many people it is of."""

    value: float | Decimal
    people: int


PLACED = """
WITH fact AS MATERIALIZED (
    SELECT facts.*, facts.day - (extract(isodow FROM facts.day)::int - 1) AS week FROM ({facts}) AS facts
), placed AS (
    SELECT {period} AS period, fact.*, {segments}
    FROM fact
    JOIN ({people}) AS person USING (who)
    LEFT JOIN ({ethnicities}) AS ethnicity ON ethnicity.who = fact.who
        AND ethnicity.valid_from <= week + 6 AND (ethnicity.valid_to IS NULL OR ethnicity.valid_to > week + 6)
    LEFT JOIN ({addresses}) AS address ON address.who = fact.who
        AND address.valid_from <= week + 6 AND (address.valid_to IS NULL OR address.valid_to > week + 6)
), cell AS (
    SELECT placed.*, dimension, segment FROM placed CROSS JOIN LATERAL (VALUES {cells}) AS cells (dimension, segment)
)
"""
AGGREGATES = {
    Counting.EVENTS: """
        SELECT period, dimension, segment, count(*), count(DISTINCT who) FROM cell GROUP BY 1, 2, 3
    """,
    Counting.PEOPLE: """
        SELECT period, dimension, segment, count(DISTINCT who), count(DISTINCT who) FROM cell GROUP BY 1, 2, 3
    """,
    Counting.MEDIAN_OF_MEANS: """
        SELECT period, dimension, segment, percentile_cont(0.5) WITHIN GROUP (ORDER BY mean), count(*)
        FROM (SELECT period, dimension, segment, who, avg(value) AS mean FROM cell GROUP BY 1, 2, 3, 4) AS means
        GROUP BY 1, 2, 3
    """,
}


def raw_cells(measure: Measure, period: Period, since: date, until: date) -> dict[CellKey, RawCell]:
    """The measure's cells of the periods from `since` to before `until`, both starts of periods. Empty cells are not
    in the answer.
    """
    parts = {
        "facts": measure.facts(since, until),
        "people": facts.people(),
        "ethnicities": facts.ethnicities(),
        "addresses": facts.addresses(),
    }
    compiled = {name: _compiled(rows) for name, rows in parts.items()}
    statement = sql.SQL(PLACED + AGGREGATES[measure.counting]).format(
        period=_period(period), segments=_segments(), cells=_cells(), **compiled
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.cursor))
        return {(start, *key): RawCell(value, people) for start, *key, value, people in cursor.fetchall()}


def _compiled(rows: QuerySet[Any, Any]) -> sql.Composable:
    text, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        return sql.SQL(cursor.mogrify(text, parameters).decode())


def _period(period: Period) -> sql.Composable:
    if period is Period.WEEK:
        return sql.SQL("week")
    first, days = sql.Literal(FIRST_BLOCK), sql.Literal(BLOCK.days)
    return sql.SQL("({first} + {days} * floor((week - {first}) / {days}::numeric)::int)").format(first=first, days=days)


def _segments() -> sql.Composable:
    """The rules of `observatory.segments` as columns."""
    age = sql.SQL("extract(year FROM age(week + 6, born_on))")
    bands = [(sql.SQL("{} >= {}").format(age, sql.Literal(low)), band) for low, band in reversed(segments.AGE_BANDS)]
    sexes = [(sql.SQL("sex = {}").format(sql.Literal(value)), value) for value in segments.SEXES]
    groups = [(_in("category", categories), group) for group, categories in segments.ETHNIC_GROUPS.items()]
    columns = {"age_band": _case(bands), "sex": _case(sexes), "ethnic_group": _case(groups)}
    columns["imd_quintile"] = sql.SQL("coalesce(((imd_decile + 1) / 2)::text, {})").format(_UNKNOWN)
    columns["area"] = sql.SQL("coalesce(nullif(area_code, ''), {})").format(_UNKNOWN)
    columns["all"] = sql.Literal(segments.ALL)
    named = [sql.SQL("{} AS {}").format(column, sql.Identifier(name)) for name, column in columns.items()]
    return sql.SQL(", ").join(named)


_UNKNOWN = sql.Literal(segments.UNKNOWN)


def _in(column: str, values: Iterable[str]) -> sql.Composable:
    return sql.SQL("{} IN {}").format(sql.Identifier(column), sql.Literal(tuple(values)))


def _case(branches: Iterable[tuple[sql.Composable, str]]) -> sql.Composable:
    whens = [sql.SQL("WHEN {} THEN {}").format(condition, sql.Literal(name)) for condition, name in branches]
    return sql.SQL("CASE {} ELSE {} END").format(sql.SQL(" ").join(whens), _UNKNOWN)


def _cells() -> sql.Composable:
    rows = [sql.SQL("({}, {})").format(sql.Literal(name), sql.Identifier(name)) for name in segments.DIMENSIONS]
    return sql.SQL(", ").join(rows)


def people_of(cells: Mapping[CellKey, RawCell], key: CellKey) -> int:
    """How many people are in a cell; nobody where it is empty."""
    return cells[key].people if key in cells else 0
