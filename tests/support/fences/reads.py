"""A page, or a system's request, reads of people's records only what belongs to whoever asks.

The fence stands where the ORM carries out a query. In a request, a query for rows of people's records has to be
anchored: it went through `visible_to(actor)`, or it asks for what belongs to a row of a record by that row's key. Keys
stand in no address and no form, so whoever has one has read its row, and that read was anchored too. What has readers
of its own, like a referral, is not anchored by the person's key: others may know the person too.

An action may look for anybody, like those whom a draft may be about, or everyone of a team that closes: only not for
the record that an address names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, wraps
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.expressions import Col, Exists
from django.db.models.lookups import Exact, In
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.subqueries import AggregateQuery
from django.db.models.sql.where import AND, OR, WhereNode

from tests.architecture.person_tables import NOT_A_PERSONS
from tests.architecture.source import is_action
from tests.support.fences.reads_on_purpose import NOT_THE_RECORD, ON_PURPOSE
from tests.support.fences.stack import at_work, is_ours

EDGES = (".views.", ".api.", ".kit.access.", ".templatetags.")
SHOWN = "_shown"


class ReadOfAnybodyError(Exception):
    """A request read rows of people's records that nothing ties to whoever asks."""

    def __init__(self, who: str, table: str) -> None:
        super().__init__(f"{who} reads {table} without visible_to and without the key of a row it may see")


def put_up() -> None:
    """Put the fence up for this process; Django has to be set up."""
    querysets: set[Any] = {type(model._default_manager.all()) for model in apps.get_models()}
    for rows in querysets:
        if hasattr(rows, "visible_to"):
            rows.visible_to = _marking(rows.visible_to)
    carry_out = SQLCompiler.execute_sql

    @wraps(carry_out)
    def execute_sql(compiler: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        check(compiler.query)
        return carry_out(compiler, *args, **kwargs)

    SQLCompiler.execute_sql = execute_sql  # type: ignore[assignment, method-assign]


def _marking(visible_to: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(visible_to)
    def marking(rows: Any, by: Any) -> Any:
        shown = visible_to(rows, by)
        setattr(shown.query, SHOWN, True)
        return shown

    return marking


def check(query: Query) -> None:
    """Raise if a request is at work and the query would read anybody's rows."""
    if type(query) is AggregateQuery:
        query = query.inner_query
    if type(query) is not Query or query.model is None or not _is_of_people(query.model) or is_anchored(query):
        return
    named = list(_functions_at_work())
    who = named[0] if any(edge in name for name in named for edge in EDGES) else ""
    if who and who not in ON_PURPOSE and (not is_action(who) or _asks_by_address(query.where)):
        raise ReadOfAnybodyError(who, query.model._meta.db_table)


def _functions_at_work() -> Iterator[str]:
    """The product's functions at work, the innermost first, up to the test that called them."""
    for module, function in at_work():
        if module.startswith("tests."):
            return
        if is_ours(module) and ".models" not in module and not function.startswith("<"):
            yield f"{module}.{function}"


@cache
def _is_of_people(model: type[models.Model]) -> bool:
    table = model._meta.db_table
    return table.startswith(("referrals_", "devices_")) and table not in NOT_A_PERSONS and table not in NOT_THE_RECORD


@cache
def _has_readers_of_its_own(model: type[models.Model]) -> bool:
    return hasattr(model._default_manager.all(), "visible_to")


def is_anchored(query: Query) -> bool:
    """Whether a query gives only what its asker may see, or what belongs to rows that it names by key."""
    if getattr(query, SHOWN, False):
        return True
    if query.combinator:
        return all(is_anchored(part) for part in query.combined_queries)
    return query.is_empty() or (query.model is not None and _ties(query.where, query.model))


def _ties(condition: Any, model: type[models.Model]) -> bool:
    """Whether a condition ties a model's rows to a row of a record."""
    if isinstance(condition, WhereNode):
        if condition.negated or condition.connector not in {AND, OR} or not condition.children:
            return False
        ties = (_ties(part, model) for part in condition.children)
        return any(ties) if condition.connector == AND else all(ties)
    if isinstance(condition, Exists):
        return is_anchored(condition.query)
    return isinstance(condition, (Exact, In)) and _is_key(condition.lhs, model) and _is_known(condition.rhs)


def _asks_by_address(condition: Any) -> bool:
    """Whether a condition names a row by what stands in an address."""
    if isinstance(condition, WhereNode):
        return any(map(_asks_by_address, condition.children))
    column = getattr(condition, "lhs", None)
    return isinstance(column, Col) and column.target.name == "public_id"


def _is_key(column: Any, model: type[models.Model]) -> bool:
    """Whether a column holds the key of a row to which the model's rows belong."""
    if not isinstance(column, Col):
        return False
    field: Any = column.target
    if field.attname == "person_id":
        return not _has_readers_of_its_own(model)
    owner = field.related_model if field.is_relation else field.model if field.primary_key else None
    return owner is not None and _is_of_people(owner)


def _is_known(value: Any) -> bool:
    """Whether these are keys that somebody has, or keys of rows that they may see; not what each row says of itself."""
    return is_anchored(value) if isinstance(value, Query) else not hasattr(value, "resolve_expression")
