"""The public directory of services: what is offered, how fresh the listing is, whether a place is free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from referrals.models import Service
from referrals.models.choices import NeedCode
from referrals.models.services.service_choices import ServiceStatus
from referrals.selectors.services import searching
from referrals.selectors.services.searching import Search
from referrals.states import TAKES_A_PLACE

STALE_AFTER = timedelta(days=90)
NOT_OFFERED_AFTER = timedelta(days=180)


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
