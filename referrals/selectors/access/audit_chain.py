"""The audit with its chain, read to seal it and to see whether it is whole."""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from referrals import chain
from referrals.models import AuditEvent, AuditSeal

BATCH = 2000


def unsealed() -> QuerySet[AuditEvent]:
    """Rows without a link, by key."""
    sealed = AuditSeal.objects.filter(event_id=OuterRef("pk"))
    return AuditEvent.objects.filter(~Exists(sealed)).order_by("pk")


def waiting(last: AuditSeal | None) -> QuerySet[AuditEvent]:
    """Rows that get their links after `last`, by key.

    What lies before the links of an hour earlier was looked at by then, and is not looked at again each minute. A row
    that turns up there is given no link: it was put in.
    """
    if last is None:
        return unsealed()
    settled = AuditSeal.objects.filter(sealed_at__lte=last.sealed_at - chain.LATE).order_by("-number").first()
    return unsealed().filter(pk__gt=settled.event_id) if settled else unsealed()


def content_of(event: AuditEvent) -> str:
    """What the link of a row is made of: all of its columns."""
    return chain.content_of({column.attname: getattr(event, column.attname) for column in event._meta.concrete_fields})


def first_fault(anchors: Sequence[chain.Anchor]) -> chain.Fault | None:
    """The first row of the audit that is not as it was written."""
    return chain.first_fault(_links(), unsealed().values_list("pk", "at"), anchors)


def sealed() -> int:
    """How many rows have a link."""
    return AuditSeal.objects.count()


def _links() -> Iterator[chain.Link]:
    after = 0
    while seals := list(AuditSeal.objects.filter(number__gt=after).order_by("number")[:BATCH]):
        events = AuditEvent.objects.in_bulk([seal.event_id for seal in seals])
        for seal in seals:
            event = events.get(seal.event_id)
            content, at = (content_of(event), event.at) if event else (None, None)
            yield chain.Link(seal.number, seal.event_id, seal.digest, content, at)
        after = seals[-1].number
