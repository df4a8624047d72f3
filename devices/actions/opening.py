"""Opening someone's days: what is read, and that it was read, are one transaction."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from devices.models import Device, Loan
from devices.selectors import days
from devices.selectors.days import Day
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import day_starts
from referrals.kit.permissions import Permission
from referrals.models import Person
from referrals.selectors.people.duplicates import stands_for


@transaction.atomic
def person_days(*, public_id: UUID, first: date, last: date, by: Actor) -> list[Day] | None:
    """A person's days, `first` and `last` included; None when there is nobody that the actor may open.

    The address of someone who was merged leads to whoever stands for them.
    """
    check(by, Permission.READ_DAYS)
    person = Person.objects.visible_to(by).filter(public_id=public_id).first() or stands_for(by, public_id)
    if person is None:
        return None
    audit.record(by=by, did="days.opened", to=person, person_id=person.pk)
    return days.of_person(person, first=first, last=last, by=by)


@transaction.atomic
def device_days(*, public_id: UUID, first: date, last: date, by: Actor) -> list[Day] | None:
    """A device's days; None when there is no such device for the actor. Each who had it then was looked at."""
    check(by, Permission.LEND_DEVICES)
    device = Device.objects.visible_to(by).filter(public_id=public_id).first()
    if device is None:
        return None
    begins, ends = day_starts(first), day_starts(last + timedelta(days=1))
    loans = Loan.objects.filter(Q(ends_at=None) | Q(ends_at__gt=begins), device=device, starts_at__lt=ends)
    wearers = set(loans.values_list("person", flat=True))
    for person_id in sorted(wearers):
        audit.record(by=by, did="days.opened", to=device, person_id=person_id)
    return days.of_device(device, first=first, last=last, by=by)
