"""Measures compiled into SQL: one statement counts every dimension of every period.

What comes out is raw. It goes through `published` and nowhere else.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import connection
from django.db.models import Model, QuerySet
from psycopg2 import sql

from observatory.dimensions import UNKNOWN, Dimension
from observatory.dimensions.dimension import Source
from observatory.measures.measure import Measure, Span
from observatory.periods import BLOCK, FIRST_BLOCK, Period
from observatory.selectors import geographies, sources
from observatory.statistics.statistic import RawCell

# (start of the period, dimension, segment)
CellKey = tuple[date, str, str]

STATEMENT = """
WITH fact AS MATERIALIZED (
    SELECT facts.*, facts.day - (extract(isodow FROM facts.day)::int - 1) AS week FROM ({facts}) AS facts
), placed AS (
    SELECT {period} AS period, fact.*, {columns} FROM fact {joins}
), cell AS (
    SELECT placed.*, dimension, segment FROM placed CROSS JOIN LATERAL (VALUES {cells}) AS cells (dimension, segment)
)
{statistic}
"""
OF_A_PERSON = "JOIN ({rows}) AS {name} ON {name}.who = fact.who"
AT_THE_END_OF_THE_WEEK = """
LEFT JOIN ({rows}) AS {name} ON {name}.{key} = {known}
    AND {name}.valid_from <= week + 6 AND ({name}.valid_to IS NULL OR {name}.valid_to > week + 6)
"""


def raw_cells(measure: Measure, period: Period, span: Span) -> dict[CellKey, RawCell]:
    """The measure's cells of the periods in `span`, which begins and ends with a period. Empty cells are not in the
    answer.
    """
    statement = sql.SQL(STATEMENT).format(
        facts=_compiled(measure.facts(span)),
        period=_period(period),
        columns=sql.SQL(", ").join(map(_column, measure.by)),
        joins=sql.SQL(" ").join(_joins(measure.by)),
        cells=sql.SQL(", ").join(map(_cell, measure.by)),
        statistic=sql.SQL(measure.statistic.sql),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.cursor))
        return {
            (start, dimension, segment): RawCell(*numbers) for start, dimension, segment, *numbers in cursor.fetchall()
        }


def _compiled(rows: QuerySet[Model, object]) -> sql.Composable:
    text, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        return sql.SQL(cursor.mogrify(text, parameters).decode())


def _period(period: Period) -> sql.Composable:
    if period is Period.WEEK:
        return sql.SQL("week")
    first, days = sql.Literal(FIRST_BLOCK), sql.Literal(BLOCK.days)
    return sql.SQL("({first} + {days} * floor((week - {first}) / {days}::numeric)::int)").format(first=first, days=days)


def _joins(dimensions: Sequence[Dimension]) -> Iterator[sql.Composable]:
    """What is known of the people, each source once, and then the places that what is known lies in."""
    for source in dict.fromkeys(dimension.source for dimension in dimensions if dimension.source):
        yield _source(source)
    for dimension in dimensions:
        if dimension.places and dimension.places.is_looked_up:
            rows, known = geographies.lying_in(dimension.places.kind), sql.SQL(dimension.sql)
            yield _dated(rows, _place(dimension), "code", known)


def _source(source: Source) -> sql.Composable:
    rows, name = _compiled(sources.rows(source)), sql.Identifier(source.name)
    if source.is_dated:
        return _dated(rows, name, "who", sql.Identifier("fact", "who"))
    return sql.SQL(OF_A_PERSON).format(rows=rows, name=name)


def _dated(rows: sql.Composable, name: sql.Identifier, key: str, known: sql.Composable) -> sql.Composable:
    return sql.SQL(AT_THE_END_OF_THE_WEEK).format(rows=rows, name=name, key=sql.Identifier(key), known=known)


def _place(dimension: Dimension) -> sql.Identifier:
    return sql.Identifier(f"place_of_{dimension.code}")


def _column(dimension: Dimension) -> sql.Composable:
    column = sql.SQL(dimension.sql)
    if dimension.places and dimension.places.is_looked_up:
        column = sql.SQL("coalesce({}.place, {})").format(_place(dimension), sql.Literal(UNKNOWN))
    return sql.SQL("{} AS {}").format(column, sql.Identifier(dimension.code))


def _cell(dimension: Dimension) -> sql.Composable:
    return sql.SQL("({}, {})").format(sql.Literal(dimension.code), sql.Identifier(dimension.code))
