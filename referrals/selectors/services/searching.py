"""What narrows services down, for the public directory and for a link worker alike, and why a service was found."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import ASin, Coalesce, Cos, Least, Power, Radians, Sin, Sqrt
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.models import Postcode, Service
from referrals.models.choices import NeedCode
from referrals.models.services.service_choices import ServiceStatus, Weekday
from referrals.selectors.people.places import Point

EARTH_IN_MILES = 3958.8
# Below this a tenth of a mile says something.
NEARBY = 10
NEXT_DOOR = 0.1


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for; blank and False ask for nothing. `near` sorts and leaves nothing out."""

    need: str = ""
    day: str = ""
    language: str = ""
    step_free: bool = False
    is_free: bool = False
    has_place: bool = False
    near: Point | None = None
    # Of a service, its organisation, place or description.
    words: str = ""
    # Whatever it helps with, and however long ago somebody confirmed it.
    everything: bool = False


EVERYTHING = Search()


def narrowed(services: QuerySet[Service], search: Search) -> QuerySet[Service]:
    """The services that are as asked, each with `miles` (None: not known). They have `places_left` already."""
    asked = {
        "need": Q(needs__contains=[search.need]),
        "day": Q(days__contains=[search.day]),
        "language": Q(language__icontains=search.language),
        "step_free": Q(is_step_free=True),
        "is_free": Q(is_free=True),
        "words": _speaks_of(search.words),
        "has_place": Q(Q(places=None) | Q(places_left__gt=0), status=ServiceStatus.OPEN),
    }
    conditions = [condition for name, condition in asked.items() if getattr(search, name)]
    return services.filter(*conditions).annotate(miles=_miles_from(search.near))


def _speaks_of(words: str) -> Q:
    """Services that hold every word somewhere."""
    told = ("name", "description", "location", "postcode", "organisation__name")
    found = Q()
    for word in words.split():
        found &= reduce(or_, (Q(**{f"{column}__icontains": word}) for column in told))
    return found


def _miles_from(point: Point | None) -> Any:
    """The great-circle distance (haversine); null for a service of which nobody knows where it is."""
    if point is None:
        return Value(None, output_field=FloatField())
    latitude, longitude = _of_service("latitude"), _of_service("longitude")
    north = Power(Sin(Radians(latitude - point.latitude) / 2), 2)
    east = Power(Sin(Radians(longitude - point.longitude) / 2), 2)
    chord = north + Cos(Radians(latitude)) * Cos(Radians(Value(point.latitude))) * east
    # LEAST passes over a null, and would make a far corner of the Earth of it.
    miles = 2 * EARTH_IN_MILES * ASin(Sqrt(Least(Value(1.0), chord)))
    is_known = Q(latitude__isnull=False) | Q(postcode__in=Postcode.objects.filter(latitude__isnull=False).values("pk"))
    return Case(When(is_known, then=miles), default=None, output_field=FloatField())


def _of_service(axis: str) -> Coalesce:
    """Where its directory says that it is, or else where its postcode is."""
    of_postcode = Postcode.objects.filter(postcode=OuterRef("postcode")).values(axis)
    return Coalesce(F(axis), Subquery(of_postcode), output_field=FloatField())


def nearest_first(services: QuerySet[Service]) -> QuerySet[Service]:
    """Fresh listings before those that nobody confirmed for long, of each the nearest first."""
    return services.order_by(F("is_stale").asc(), F("miles").asc(nulls_last=True), "name", "pk")


def reasons(service: Service, search: Search, *, needs: list[str], miles: float | None) -> list[str]:
    """Why the service was found, in words: what was asked for, and how far it is."""
    said = [
        _("helps with %(needs)s") % {"needs": ", ".join(needs)} if needs else "",
        distance(miles, search.near),
        str(Weekday(search.day).label) if search.day else "",
        service.language if search.language else "",
        _("step-free") if search.step_free else "",
        _("free of charge") if search.is_free else "",
    ]
    return list(filter(None, said))


def distance(miles: float | None, near: Point | None) -> str:
    """`1.2 miles from M33 2`; blank where either end is not known."""
    if miles is None or near is None:
        return ""
    if miles < NEXT_DOOR:
        return _("less than 0.1 miles from %(place)s") % {"place": near.name}
    shown = f"{miles:.1f}" if miles < NEARBY else f"{miles:.0f}"
    return _("%(miles)s miles from %(place)s") % {"miles": shown, "place": near.name}


def places(service: Service, left: int | None) -> str:
    """Whether somebody can come now."""
    if service.status == ServiceStatus.CLOSED:
        return _("closed")
    if service.status == ServiceStatus.WAITING_LIST or left == 0:
        return _("waiting list")
    if left is None:
        return _("no limit of places")
    return ngettext("%(left)s place left", "%(left)s places left", left) % {"left": left}


def need_words(codes: list[str]) -> list[str]:
    """Needs in words, as they stand inside a sentence."""
    return [_lower(str(NeedCode(code).label)) for code in codes]


def _lower(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
