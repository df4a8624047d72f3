"""Imported services of which nobody has said what they help with, so that no need finds them."""

from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Length

from referrals.kit.actor import Actor
from referrals.models import Organisation, Service
from referrals.models.services.service_choices import ServiceStatus
from referrals.selectors.services.services import STALE_AFTER


def waiting(by: Actor) -> QuerySet[Service]:
    """Those of the actor's area, and those of which no area is known; what can be proposed first."""
    own = Organisation.objects.filter(pk=by.organisation_id or 0).values_list("area_code", flat=True)
    here = Service.objects.filter(needs=[], organisation__area_code__in=["", *own])
    found = here.exclude(status=ServiceStatus.CLOSED).select_related("organisation")
    return found.order_by(Length("description").desc(), "name", "pk")


def is_checked(service: Service, today: date) -> bool:
    """Whether somebody confirmed the listing lately."""
    return service.assured_on is not None and service.assured_on >= today - STALE_AFTER
