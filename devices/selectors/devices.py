"""Devices, for pages and the API."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet

from devices.kinds import DeviceKind
from devices.models import Device, Loan, Reading
from devices.selectors import watch
from referrals.kit.actor import Actor
from referrals.models import Person


def visible_to(by: Actor) -> QuerySet[Device]:
    """The devices that the actor may see, by label."""
    return Device.objects.visible_to(by)


def find(public_id: UUID, by: Actor) -> Device | None:
    """The device, if it is there for the actor."""
    return visible_to(by).filter(public_id=public_id).first()


def kept(by: Actor) -> QuerySet[Device]:
    """The devices that a manager keeps: `last_heard` (None if never) and `running_loans`, a list of one or none."""
    running = Loan.objects.visible_to(by).running().select_related("person")
    return (
        visible_to(by)
        .select_related("site", "last_status")
        .prefetch_related(Prefetch("loans", running, to_attr="running_loans"))
        .annotate(last_heard=watch.last_heard("pk"))
        .order_by("kind", "label", "pk")
    )


def free_wearables(by: Actor) -> QuerySet[Device]:
    """The wearables that could be lent now."""
    return (
        Device.objects.visible_to(by)
        .enabled()
        .filter(kind=DeviceKind.WEARABLE)
        .exclude(loans__in=Loan.objects.running())
    )


def last_heard(person: Person) -> datetime | None:
    """When a reading of one of the devices that the person has now last arrived."""
    readings = Reading.objects.filter(device__in=Loan.objects.running().filter(person=person).values("device"))
    newest: datetime | None = readings.aggregate(newest=Max("received_at"))["newest"]
    return newest
