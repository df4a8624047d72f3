"""Sealing the audit: rows get their links in batches, so that whoever acts never waits for a link."""

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from referrals import chain
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.models import AuditSeal
from referrals.selectors.access import audit_chain

logger = logging.getLogger(__name__)
# Any number that no other lock has.
LOCK = 5_180_022


@transaction.atomic
def seal(*, limit: int, by: Actor, now: datetime) -> int:
    """Give up to `limit` rows without a link theirs, in the order of their keys; how many.

    Two at once would fork the chain, so the second waits. A row whose transaction ends later is in a later batch.
    """
    check(by, Permission.RUN_SCHEDULE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = AuditSeal.objects.order_by("-number").first()
    number, digest = (last.number, last.digest) if last else (0, chain.BEGINNING)
    seals = []
    for event in audit_chain.waiting(last)[:limit]:
        number, digest = number + 1, chain.digest_of(digest, audit_chain.content_of(event))
        seals.append(AuditSeal(number=number, event_id=event.pk, digest=digest, sealed_at=now))
    AuditSeal.objects.bulk_create(seals, batch_size=1000)
    return len(seals)


def anchor(*, by: Actor, now: datetime) -> chain.Anchor | None:
    """Write the newest link down outside the database: into the log, and into a file where one is named."""
    check(by, Permission.RUN_SCHEDULE)
    last = AuditSeal.objects.order_by("-number").first()
    if last is None:
        return None
    written = chain.Anchor(last.number, last.digest, now)
    logger.info("%s", written)
    if settings.AUDIT_ANCHORS:
        with Path(settings.AUDIT_ANCHORS).open("a") as file:
            file.write(f"{written}\n")
    return written
