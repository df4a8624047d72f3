"""Everything that is held on a person, table by table, as it is handed to them.

Names of staff are left out: what they did is told by their role and organisation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Field, Model
from django.utils.translation import gettext as _

from referrals.kit.registries import person_data
from referrals.kit.registries.person_data import Holding
from referrals.models import Membership, Person, User
from referrals.selectors.people import duplicates

# The person themselves, and accounts, which are known by their membership's role.
UNNAMED = (Person, User)
# Running numbers mean nothing outside the database; a history row's own are `pgh_id` and `pgh_obj`.
NUMBERS = frozenset({"id", "pk", "pgh_id", "pgh_obj"})


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table: a mapping of each column's name to a value that JSON can hold."""

    name: str
    title: str
    rows: list[dict[str, object]]


def person(public_id: UUID) -> Person | None:
    """Whoever has the public id, restricted or not."""
    return Person.objects.filter(public_id=public_id).first()


def tables(person: Person, *, with_guarded: bool) -> Iterator[Table]:
    """Every table that holds something on the person; `with_guarded` once someone has read what is guarded.

    What a merge left behind with another record of theirs is theirs too.
    """
    everyone = [one.pk for one in (person, *duplicates.merged_into(person))]
    # For one export only: a name that changes later must not come from here.
    name = cache(_name)
    for holding in reversed(person_data.holdings()):
        if not holding.exported:
            continue
        left_out = holding.hidden | NUMBERS | (frozenset() if with_guarded else holding.guarded)
        columns = [column for column in holding.model._meta.concrete_fields if _is_exported(column, left_out)]
        rows = [
            {column.name: _value(row, column, holding, name) for column in columns} for row in _rows(holding, everyone)
        ]
        if rows:
            yield Table(holding.model._meta.db_table, _title(holding), rows)


def _rows(holding: Holding, everyone: list[int]) -> Iterator[Model]:
    """Each row once, though it may be about two of them."""
    found = {row.pk: row for person_id in everyone for row in holding.rows(person_id).order_by("pk").iterator()}
    return iter(found.values())


def _is_exported(column: "Field[Any, Any]", left_out: frozenset[str]) -> bool:
    return column.name not in left_out and column.related_model not in UNNAMED


def _title(holding: Holding) -> str:
    is_history = hasattr(holding.model, "pgh_tracked_model")
    return _("Earlier versions: %(title)s") % {"title": holding.title} if is_history else str(holding.title)


def _value(
    row: Model, column: "Field[Any, Any]", holding: Holding, name: Callable[[type[Model], object], str]
) -> object:
    value = getattr(row, column.attname)
    target = column.related_model or holding.named_by(row, column.name)
    if value is not None and target:
        return name(target, value)
    return _plain(value)


def _name(model: type[Model], key: object) -> str:
    """What a row that is pointed at is called: its own `str()`, which names no person; a member is their role."""
    found = model._default_manager.filter(pk=key).first()
    if isinstance(found, Membership):
        return f"{found.get_role_display()}, {found.organisation or _('the person')}"
    return str(found) if found else ""


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return value
