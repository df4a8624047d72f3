"""Which rows hold something on a person: what a wearable sent while they had it, and what names them.

A reading names no wearer, so its rows are found through loans. What names a person, such as a scan their tag, is found
by that name, which the kind's handler knows.
"""

import json
import re
from collections.abc import Iterator

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate

from devices import handlers
from devices.handlers import Handler, Name
from devices.models import DeviceDay, Loan, Message, Reading, Rejected
from referrals.kit.calendar import LONDON

BACKSLASH, DELETE = 0x5C, 0x7F
# White space, as it is or as JSON escapes it; the database doubles the backslash.
SPACE = r"(\s|\\+[nrt])*"


def readings(person_id: int) -> QuerySet[Reading]:
    """What stood for the person's hours."""
    return Reading.objects.filter(Exists(_loans_at(person_id, "starts_at")))


def messages(person_id: int) -> QuerySet[Message]:
    """What was stored of their wearables, and what names them."""
    named = Q(pk__in=[])
    for handler, name in _names(person_id):
        text = f'"{name.field}":{json.dumps(name.text)}'
        named |= Q(kind=handler.kind, device__site=name.site_id, content__contains=text)
    return Message.objects.filter(Exists(_loans_at(person_id, "occurred_at")) | named)


def rejected(person_id: int) -> QuerySet[Rejected]:
    """What was not stored: sent or received while they had the device, or naming them."""
    rows = Rejected.objects.annotate(at=Coalesce("occurred_at", "received_at"))
    theirs = Exists(_loans_at(person_id, "at")) | Exists(_loans_at(person_id, "received_at"))
    named = Q(pk__in=[])
    for number, (_handler, name) in enumerate(_names(person_id)):
        rows = rows.alias(**{f"name_{number}": _says(name.text)})
        named |= Q(device__site=name.site_id, **{f"name_{number}": True})
    return rows.filter(theirs | named)


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


def _names(person_id: int) -> Iterator[tuple[Handler, Name]]:
    """What the person is called in messages, and what handles these."""
    for handler in handlers.declared():
        for name in handler.names_of(person_id):
            yield handler, name


def _says(text: str) -> Func:
    """Whether the text stands in the first 4 kB that were kept, however its letters and the space around are written.

    The body may be no JSON at all, so it is compared as the database escapes its bytes.
    """
    escaped = "".join(chr(byte) if byte < DELETE and byte != BACKSLASH else f"\\{byte:03o}" for byte in text.encode())
    sought = Value(f'"{SPACE}{re.escape(escaped)}{SPACE}"')
    template = "(encode(%(expressions)s)"
    return Func(F("content"), sought, template=template, arg_joiner=", 'escape') ~* ", output_field=BooleanField())
