"""Which rows hold something on a person: what a wearable sent while they had it, and their scans at a door.

A reading names no wearer, so its rows are found through loans; a scan names a tag, so it is found through tags.
"""

import json
from typing import Any

from django.db.models import BinaryField, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate

from devices.models import DeviceDay, Loan, Message, Reading, Rejected
from referrals.kit.calendar import LONDON
from referrals.models import Tag


def readings(person_id: int) -> QuerySet[Reading]:
    """What stood for the person's hours."""
    return Reading.objects.filter(Exists(_loans_at(person_id, "starts_at")))


def messages(person_id: int) -> QuerySet[Message]:
    """What was stored of their wearables, and of their scans."""
    scans = Q(pk__in=[])
    for site, code in _tags(person_id):
        scans |= Q(kind="attendance", device__site=site, content__contains=f'"tag":{json.dumps(code)}')
    return Message.objects.filter(Exists(_loans_at(person_id, "occurred_at")) | scans)


def rejected(person_id: int) -> QuerySet[Rejected]:
    """What was not stored: sent or received while they had the device, or speaking of their tag."""
    rows = Rejected.objects.annotate(at=Coalesce("occurred_at", "received_at"))
    theirs = Exists(_loans_at(person_id, "at")) | Exists(_loans_at(person_id, "received_at"))
    scans = Q(pk__in=[])
    for number, (site, code) in enumerate(_tags(person_id)):
        rows = rows.alias(**{f"tag_{number}": _position(code)})
        scans |= Q(device__site=site, **{f"tag_{number}__gt": 0})
    return rows.filter(theirs | scans)


def device_days(person_id: int) -> QuerySet[DeviceDay]:
    """The days on which they had the device, if only for a part."""
    day = OuterRef("date")
    loans = Loan.objects.filter(person=person_id, device=OuterRef("device")).annotate(
        first=TruncDate("starts_at", tzinfo=LONDON), last=TruncDate("ends_at", tzinfo=LONDON)
    )
    return DeviceDay.objects.filter(Exists(loans.filter(Q(last=None) | Q(last__gte=day), first__lte=day)))


def _loans_at(person_id: int, moment: str) -> QuerySet[Loan]:
    """The person's loan of the row's device at the row's moment."""
    at = OuterRef(moment)
    loans = Loan.objects.filter(person=person_id, device=OuterRef("device"), starts_at__lte=at)
    return loans.filter(Q(ends_at=None) | Q(ends_at__gt=at))


def _tags(person_id: int) -> list[tuple[Any, str]]:
    """The places where the person's tags open something, and the tags."""
    tags = Tag.objects.filter(person=person_id).values_list("service__organisation", "code")
    return list(tags.distinct())


def _position(code: str) -> Func:
    """Where the tag stands in the first 4 kB that were kept; 0 for nowhere. The body may be no JSON at all."""
    sought = Value(f'"{code}"'.encode(), output_field=BinaryField())
    return Func(sought, F("content"), function="position", arg_joiner=" IN ", output_field=IntegerField())
