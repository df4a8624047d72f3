"""Loading the published facts about small areas and postcodes."""

from collections.abc import Iterable

from django.db import transaction

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.models import Postcode, SmallArea


@transaction.atomic
def load(*, areas: Iterable[SmallArea], postcodes: Iterable[Postcode], by: Actor) -> int:
    """Add small areas of an edition and the postcodes in them; the number of both."""
    check(by, Permission.RUN_SCHEDULE)
    added = [*SmallArea.objects.bulk_create(areas), *Postcode.objects.bulk_create(postcodes)]
    audit.record(by=by, did="places.loaded", rows=len(added))
    return len(added)
