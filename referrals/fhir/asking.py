"""What a search asks for: FHIR's search parameters as conditions on rows."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from referrals.fhir.server import Issue, RefusedError
from referrals.kit.calendar import day_starts
from referrals.kit.registries import fhir
from referrals.kit.registries.fhir import Parameter, ResourceType

USUAL, MOST = 50, 200
CURSOR = "_cursor"
# Says in which form the answer is wanted; the edge looks at it.
FORMAT = "_format"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search of one type. `wanted`: each parameter with its values, of which one has to fit.

    `used` are the parameters that counted, as they were written. `after` is the place of the last one of the page
    before: number of the source and key of the row. `include` and `revinclude` are (type, parameter).
    """

    kind: ResourceType
    wanted: tuple[tuple[str, tuple[str, ...]], ...] = ()
    used: tuple[tuple[str, str], ...] = ()
    count: int = USUAL
    after: tuple[int, int] | None = None
    include: tuple[tuple[str, str], ...] = ()
    revinclude: tuple[tuple[str, str], ...] = ()


def read(kind: ResourceType, given: Iterable[tuple[str, str]], *, strict: bool) -> Asked:
    """The search that was asked for; RefusedError for a value that is none, and, if strict, an unknown parameter."""
    kept = [(name, value) for name, value in given if _counts(kind, name, strict=strict)]
    own = {"_id", "_lastUpdated", *kind.parameters}
    counts = [_or_refuse(_whole_number, name, value) for name, value in kept if name == "_count"]
    places = [_or_refuse(_place, name, value) for name, value in kept if name == CURSOR]
    return Asked(
        kind=kind,
        wanted=tuple((name, tuple(value.split(","))) for name, value in kept if name in own),
        used=tuple((name, value) for name, value in kept if name != CURSOR),
        count=min([*counts[-1:], MOST]) if counts else USUAL,
        after=places[-1] if places else None,
        include=tuple(_inclusion(kind, value) for name, value in kept if name == "_include"),
        revinclude=tuple(_inclusion(kind, value, backwards=True) for name, value in kept if name == "_revinclude"),
    )


def _counts(kind: ResourceType, name: str, *, strict: bool) -> bool:
    """Whether a parameter counts; one that narrows in a way that is not known here is refused, not passed over."""
    if name in {"_id", "_lastUpdated", "_count", "_include", "_revinclude", CURSOR, *kind.parameters}:
        return True
    is_changed = name.partition(":")[0] in {"_id", "_lastUpdated", *kind.parameters}
    if is_changed or (strict and name != FORMAT):
        raise _unknown(name)
    return False


def condition(parameters: Mapping[str, Parameter], name: str, values: Collection[str]) -> Q | None:
    """What a parameter asks of a source's rows; None where the source does not know it."""
    of_all = {"_id": Parameter("token", _has_id), "_lastUpdated": changed("changed_at")}
    parameter = {**of_all, **parameters}.get(name)
    if parameter is None:
        return None
    found = Q(pk__in=[])
    for value in values:
        found |= _or_refuse(parameter.condition, name, value)
    return found


def cursor(place: tuple[int, int]) -> str:
    """The place as it stands in an address."""
    return urlsafe_b64encode("{}.{}".format(*place).encode()).decode()


def token(read: Callable[[str, str], Q]) -> Parameter:
    """A code or identifier: `read` gets its system, blank if none was given, and its value."""

    def condition(value: str) -> Q:
        system, bar, code = value.rpartition("|")
        if not code or "\0" in value:
            raise ValueError(value)
        return read(system if bar else "", code)

    return Parameter("token", condition)


def refers(kind: str, column: str, *, many: bool = False, **also: object) -> Parameter:
    """A reference to a resource whose public id stands in a column, or, if many, in a list.

    `also`: what else holds of the row in which it stands.
    """

    def condition(value: str) -> Q:
        *_before, type_, public_id = ["", kind, *value.split("/")] if "/" not in value else value.split("/")
        wanted: object = [UUID(public_id)] if many else UUID(public_id)
        return Q(**{column: wanted, **also}) if type_ == kind else Q(pk__in=[])

    return Parameter("reference", condition)


def changed(column: str) -> Parameter:
    """A moment with FHIR's prefixes: eq, ne, gt, ge, lt, le, sa, eb."""

    def condition(value: str) -> Q:
        prefix, rest = (value[:2], value[2:]) if value[:2].isalpha() else ("eq", value)
        start, end = _span(rest)
        within = Q(**{f"{column}__gte": start, f"{column}__lt": end})
        conditions = {
            "eq": within,
            "ne": ~within,
            "gt": Q(**{f"{column}__gte": end}),
            "sa": Q(**{f"{column}__gte": end}),
            "ge": Q(**{f"{column}__gte": start}),
            "lt": Q(**{f"{column}__lt": start}),
            "eb": Q(**{f"{column}__lt": start}),
            "le": Q(**{f"{column}__lt": end}),
        }
        if prefix not in conditions:
            raise ValueError(value)
        return conditions[prefix]

    return Parameter("date", condition)


def _span(text: str) -> tuple[datetime, datetime]:
    """From and before which moment a date or moment reaches, London days; an odd one is a ValueError."""
    if len(text) == len("2026-01-31"):
        day = date.fromisoformat(text)
        return day_starts(day), day_starts(day + timedelta(days=1))
    # A plus that nobody escaped came as a blank.
    at = parse_datetime(text.replace(" ", "+"))
    if at is None or at.tzinfo is None:
        raise ValueError(text)
    return at, at + timedelta(microseconds=1 if at.microsecond else 1_000_000)


def _has_id(value: str) -> Q:
    try:
        return Q(public_id=UUID(value))
    except ValueError:
        # An id of another form is that of no resource.
        return Q(pk__in=[])


def _inclusion(kind: ResourceType, value: str, *, backwards: bool = False) -> tuple[str, str]:
    type_, _colon, name = value.partition(":")
    name, _colon, target = name.partition(":")
    holder = fhir.find(type_) if backwards else kind
    lead = holder.includes.get(name) if holder and holder.name == type_ else None
    if lead is None or (backwards and lead.type != kind.name) or target not in {"", lead.type}:
        raise _unknown(value)
    return type_, name


def _or_refuse(read: Callable[[str], T], name: str, value: str) -> T:
    try:
        return read(value)
    except (ValueError, OverflowError) as error:
        words = _("The search parameter %(name)s has a value that cannot be one.") % {"name": name}
        raise RefusedError(HTTPStatus.BAD_REQUEST, Issue("invalid", words)) from error


def _unknown(name: str) -> RefusedError:
    words = _("This search parameter is not known here: %(name)s") % {"name": name}
    return RefusedError(HTTPStatus.BAD_REQUEST, Issue("not-supported", words))


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(text)
    return int(text)


def _place(text: str) -> tuple[int, int]:
    try:
        source, _dot, key = urlsafe_b64decode(text.encode("ascii")).decode("ascii").partition(".")
    except binascii.Error as error:
        raise ValueError(text) from error
    if len(key) > 18:
        raise ValueError(text)
    return int(source), int(key)
