"""Risk notes: someone of the team says that they have read one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions import audit
from referrals.models import Referral, Task
from referrals.permissions import Actor, Permission, Refusal, check


@transaction.atomic
def acknowledge(*, referral: Referral, by: Actor, now: datetime) -> None:
    """The risk note of a referral has been read: its task comes off the worklist."""
    check(by, Permission.SUPPORT)
    unread = Task.objects.visible_to(by).open().filter(kind="risk_unread", referral=referral)
    if not unread.update(done_at=now):
        raise Refusal("already-read", _("This risk note has been read already."))
    audit.record(by=by, did="risk.acknowledged", to=referral, person_id=referral.person_id)
