"""What imported services help with: a link worker's team says it, since their directories do not."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Service


@transaction.atomic
def confirm(*, service: Service, needs: Sequence[str], runs: bool = False, by: Actor, now: datetime) -> Service:
    """Say what a service helps with, as NeedCodes; from then on it is found by them. Refusal: said-already.

    `runs` says that it is known to take place now, which confirms the listing.
    """
    check(by, Permission.CONFIRM_NEEDS)
    locked = Service.objects.select_for_update().get(pk=service.pk)
    if locked.needs:
        raise Refusal("said-already", _("Somebody has said already what this service helps with."))
    columns = {"assured_on": local_day(now)} if runs else {}
    rows = Service.objects.filter(pk=locked.pk)
    rows.update(needs=list(needs), proposed_needs=[], version=F("version") + 1, **columns)
    locked.refresh_from_db()
    audit.record(by=by, did="service.needs_confirmed", to=locked, needs=" ".join(needs), runs=runs)
    return locked
