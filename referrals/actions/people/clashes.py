"""What a table holds only once for a person or an episode, so that two rows of two people could clash as one's."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import BaseConstraint, BooleanField, F, Func, Model, OuterRef, Q, UniqueConstraint
from django.db.models.lookups import Exact

FLAG = BooleanField()


class Link(NamedTuple):
    """A column by which the rows of a table belong to a person or an episode."""

    model: type[Model]
    column: Any


def once(link: Link) -> Iterator[tuple[tuple[str, ...], Q, Callable[[F, OuterRef], Any]]]:
    """What is there only once for the column: the fields together, the condition, and when two values are the same."""
    meta = link.model._meta
    declared = ((_together(one), getattr(one, "condition", None) or Q(), _same(one)) for one in meta.constraints)
    key = tuple(column.name for column in meta.pk_fields)
    alone = [((link.column.name,), Q(), Exact)] if link.column.unique else []
    yield from (found for found in chain(declared, [(key, Q(), Exact)], alone) if link.column.name in found[0])


def _together(rule: BaseConstraint) -> tuple[str, ...]:
    """The fields of a rule that allows equal values only once; none of any other rule."""
    if isinstance(rule, UniqueConstraint):
        return tuple(rule.fields)
    if isinstance(rule, ExclusionConstraint) and {operator for _field, operator in rule.expressions} == {"="}:
        return tuple(str(field) for field, _operator in rule.expressions)
    return ()


def _same(rule: BaseConstraint) -> Callable[[F, OuterRef], Any]:
    return _same_or_both_empty if getattr(rule, "nulls_distinct", None) is False else Exact


def _same_or_both_empty(left: F, right: OuterRef) -> Func:
    return Func(left, right, template="(%(expressions)s)", arg_joiner=" IS NOT DISTINCT FROM ", output_field=FLAG)
