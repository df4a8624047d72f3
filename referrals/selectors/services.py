"""The public directory of services: what is offered, how fresh the listing is, whether a place is free."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from referrals.models import Service
from referrals.models.choices import NeedCode, ServiceStatus
from referrals.states import TAKES_A_PLACE

STALE_AFTER = timedelta(days=90)
NOT_OFFERED_AFTER = timedelta(days=180)


def listed(today: date) -> QuerySet[Service]:
    """Services that are offered, confirmed ones first. Each has `is_stale`, and `places_left` (None: no limit).

    A listing that nobody confirmed for 90 days comes last; after 180 days, or never confirmed, it is not offered.
    """
    return _with_places(today).exclude(status=ServiceStatus.CLOSED).filter(assured_on__gte=today - NOT_OFFERED_AFTER)


def matching(today: date, *, need: str, step_free: bool, has_place: bool) -> QuerySet[Service]:
    """Listed services that help with a need (blank: any), are step-free, have a place free: as asked."""
    found = listed(today)
    if need:
        found = found.filter(needs__contains=[need])
    if step_free:
        found = found.filter(is_step_free=True)
    if has_place:
        found = found.filter(Q(places=None) | Q(places_left__gt=0), status=ServiceStatus.OPEN)
    return found


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
