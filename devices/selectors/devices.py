"""Devices, for pages and the API."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from devices.kinds import DeviceKind
from devices.models import Device, Loan, Reading
from referrals.models import Person
from referrals.permissions import Actor


def visible_to(by: Actor) -> QuerySet[Device]:
    """The devices that the actor may see, by label."""
    return Device.objects.visible_to(by)


def find(public_id: UUID, by: Actor) -> Device | None:
    """The device, if it is there for the actor."""
    return visible_to(by).filter(public_id=public_id).first()


def free_wearables(by: Actor) -> QuerySet[Device]:
    """The wearables that could be lent now."""
    return Device.objects.visible_to(by).enabled().filter(kind=DeviceKind.WEARABLE).exclude(loans__in=Loan.objects.running())


def last_heard(person: Person) -> datetime | None:
    """When a reading of one of the devices that the person has now last arrived."""
    readings = Reading.objects.filter(device__in=Loan.objects.running().filter(person=person).values("device"))
    newest: datetime | None = readings.aggregate(newest=Max("received_at"))["newest"]
    return newest
