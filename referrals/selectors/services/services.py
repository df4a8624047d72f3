"""The public directory of services: what is offered, how fresh the listing is, whether a place is free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.models import Service
from referrals.models.choices import NeedCode
from referrals.models.services.service_choices import ServiceStatus
from referrals.selectors.services import searching
from referrals.selectors.services.searching import Search
from referrals.states import TAKES_A_PLACE

STALE_AFTER = timedelta(days=90)
NOT_OFFERED_AFTER = timedelta(days=180)


FEW = 3
# A wish of a search, and what is given up with it.
WISHES: dict[str, Promise] = {
    "day": _("on another day"),
    "language": _("in another language"),
    "step_free": _("not step-free, as far as is known"),
    "is_free": _("not free of charge, as far as is known"),
    "has_place": _("without a place free now"),
}
BLANK: dict[str, str | bool] = {"day": "", "language": "", "step_free": False, "is_free": False, "has_place": False}


@dataclass(frozen=True, slots=True)
class Alternative:
    """Services that are as asked but for one wish, and what is given up."""

    but: Promise
    services: list[Service]


@dataclass(frozen=True, slots=True)
class Found:
    """A listed service and why it was found."""

    service: Service
    reasons: list[str]


def listed(today: date) -> QuerySet[Service]:
    """Services that are offered, confirmed ones first. Each has `is_stale`, and `places_left` (None: no limit).

    A listing that nobody confirmed for 90 days comes last; after 180 days, or never confirmed, it is not offered.
    """
    return _with_places(today).exclude(status=ServiceStatus.CLOSED).filter(assured_on__gte=today - NOT_OFFERED_AFTER)


def matching(today: date, search: Search) -> QuerySet[Service]:
    """Listed services that are as asked, the nearest first where it is said near what."""
    return searching.nearest_first(searching.narrowed(listed(today), search))


def alternatives(today: date, search: Search) -> list[Alternative]:
    """Where nothing is as asked: for each wish the services that are as asked but for that one, the nearest first.

    The need is the last wish that is given up, with all others.
    """
    wishes = [name for name in WISHES if getattr(search, name)]
    found = [Alternative(WISHES[name], _few(today, _without(search, name))) for name in wishes]
    if search.need and not any(one.services for one in found):
        found.append(Alternative(_("whatever it helps with"), _few(today, Search(near=search.near))))
    return [one for one in found if one.services]


def _without(search: Search, wish: str) -> Search:
    asked = {name: getattr(search, name) for name in ("need", "near", "words", *WISHES)}
    return Search(**asked | {wish: BLANK[wish]})


def _few(today: date, search: Search) -> list[Service]:
    return list(matching(today, search)[:FEW])


def explained(services: Iterable[Service], search: Search) -> list[Found]:
    """Services of `matching`, each with why it was found."""
    return [Found(service, _reasons(service, search)) for service in services]


def _reasons(service: Service, search: Search) -> list[str]:
    found = vars(service)
    left = None if found["places_left"] is None else max(found["places_left"], 0)
    needs = searching.need_words([search.need] if search.need else [])
    why = searching.reasons(service, search, needs=needs, miles=found["miles"])
    return [*why, searching.places(service, left)]


def get(today: date, public_id: UUID) -> Service | None:
    """One listed service."""
    return listed(today).filter(public_id=public_id).first()


def _with_places(today: date) -> QuerySet[Service]:
    taken = Count("onward_referrals", filter=Q(onward_referrals__status__in=TAKES_A_PLACE))
    stale = ExpressionWrapper(Q(assured_on__lt=today - STALE_AFTER), output_field=BooleanField())
    services = Service.objects.select_related("organisation")
    return services.annotate(places_left=F("places") - taken, is_stale=stale).order_by("is_stale", "name", "pk")


def needs_of(service: Service) -> list[str]:
    """What the service helps with, in words."""
    return [str(NeedCode(code).label) for code in service.needs]
