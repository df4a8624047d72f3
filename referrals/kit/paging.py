"""Long lists a page at a time, by cursor: stable while rows come and go, and no count of everything."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from referrals.models import Record

M = TypeVar("M", bound=Record)
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """The rows, and the cursor of the page after them (blank on the last)."""

    rows: list[M]
    next_cursor: str


def page_by_day(queryset: QuerySet[M], field: str, cursor: str, size: int = PAGE_SIZE) -> Page[M]:
    """A page in the order of a date field, the earliest first. A cursor that is none gives the first page.

    The cursor is the last row's day and public id, never a running number.
    """
    after = _parse(cursor)
    if after:
        day, public_id = after
        queryset = queryset.filter(Q(**{f"{field}__gt": day}) | Q(**{field: day, "public_id__gt": public_id}))
    rows = list(queryset.order_by(field, "public_id")[: size + 1])
    shown = rows[:size]
    return Page(shown, _cursor(shown[-1], field) if len(rows) > size else "")


def _cursor(row: Record, field: str) -> str:
    return f"{getattr(row, field)}_{row.public_id}"


def _parse(cursor: str) -> tuple[date, UUID] | None:
    day, _separator, public_id = cursor.partition("_")
    try:
        return date.fromisoformat(day), UUID(public_id)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class NumberedPage(Generic[M]):
    """The rows of a page of a short list, and the numbers of those beside it; None where there is none."""

    rows: list[M]
    before: int | None
    after: int | None


def page_by_number(queryset: QuerySet[M], number: str, size: int = PAGE_SIZE) -> NumberedPage[M]:
    """A page by its number; one that is none gives the first, one beyond the end the last."""
    page = Paginator(queryset, size).get_page(number)
    before = page.previous_page_number() if page.has_previous() else None
    return NumberedPage(list(page.object_list), before, page.next_page_number() if page.has_next() else None)


def page_newest_first(queryset: QuerySet[M], field: str, cursor: str, size: int = PAGE_SIZE) -> Page[M]:
    """A page in the order of a moment, the latest first. The cursor is the last row's public id."""
    last = queryset.filter(public_id=_uuid(cursor)).values_list(field, "pk").first() if cursor else None
    if last:
        moment, key = last
        queryset = queryset.filter(Q(**{f"{field}__lt": moment}) | Q(**{field: moment, "pk__lt": key}))
    rows = list(queryset.order_by(f"-{field}", "-pk")[: size + 1])
    shown = rows[:size]
    return Page(shown, str(shown[-1].public_id) if len(rows) > size else "")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
