"""Counting tries. A try counts before it is made, so that a hundred at once are a hundred."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from referrals.limits import NONE, Limit, Tries
from referrals.models import TryCount

# Longer than any limit remembers.
KEPT_FOR = timedelta(days=1)


def key_of(what: str, *who: str) -> str:
    """The key under which tries are counted; nobody can read from it whose they are."""
    return salted_hmac("referrals.tries", "\n".join([what, *who]), algorithm="sha256").hexdigest()


@transaction.atomic
def count(limits: Mapping[str, Limit], *, now: datetime) -> timedelta:
    """Count one try under each key and give zero; or, where one of the limits says wait, how long, and count none."""
    keys = sorted(limits)
    TryCount.objects.bulk_create([TryCount(key=key, number=0, at=now) for key in keys], ignore_conflicts=True)
    # In one order, so that two requests never wait for each other.
    rows = list(TryCount.objects.select_for_update().filter(key__in=keys).order_by("key"))
    wait = max((limits[row.key].wait(Tries(row.number, row.at), now) for row in rows), default=NONE)
    if not wait:
        for row in rows:
            after = limits[row.key].count(Tries(row.number, row.at), now)
            row.number, row.at = after.number, after.at
        TryCount.objects.bulk_update(rows, ["number", "at"])
    return wait


def wait(key: str, limit: Limit, *, now: datetime) -> timedelta:
    """How long until the next try under the key; nothing is counted."""
    row = TryCount.objects.filter(key=key).first()
    return limit.wait(Tries(row.number, row.at), now) if row else NONE


@transaction.atomic
def forgive(*, own: Collection[str] = (), shared: Collection[str] = ()) -> None:
    """The try was right: its own keys begin anew, and a key that it shares with others counts one less."""
    TryCount.objects.filter(key__in=own).delete()
    TryCount.objects.filter(key__in=shared, number__gt=0).update(number=F("number") - 1)


def forget(*, now: datetime) -> int:
    """Drop counts of which no limit knows any more; the number dropped."""
    dropped, _models = TryCount.objects.filter(at__lt=now - KEPT_FOR).delete()
    return dropped
