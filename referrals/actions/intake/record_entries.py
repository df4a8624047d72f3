"""A practice notes that a referral's text is in its clinical record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission, Role
from referrals.kit.refusal import Refusal
from referrals.models import RecordEntry, Referral
from referrals.selectors.intake import record_texts


@transaction.atomic
def enter(*, referral: Referral, by: Actor, now: datetime) -> RecordEntry:
    """The text as it stands now is in the record; once it says how the referral ended, it is asked for once more."""
    check(by, Permission.READ_REFERRALS)
    if by.role is not Role.GP:
        raise Refusal("not-permitted", _("Only the practice can say what is in its record."))
    # Two who press at once are one entry.
    Referral.objects.select_for_update(no_key=True).get(pk=referral.pk)
    if record_texts.entry_of(referral):
        raise Refusal("already-entered", _("Someone at your practice has entered this already."))
    entry = RecordEntry.objects.create(referral=referral, entered_by_id=by.member(), entered_at=now)
    audit.record(by=by, did="referral.entered", to=referral, person_id=referral.person_id)
    return entry
