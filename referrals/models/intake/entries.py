"""What a practice has put into its own clinical record."""

from django.db import models

from referrals.models.intake.referrals import Referral
from referrals.models.organisation.organisations import Membership
from referrals.models.record import Record, Retention


class RecordEntry(Record):
    """Someone at the practice put a referral's text, as it then stood, into the person's clinical record."""

    RETENTION = Retention.HEALTH

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="record_entries")
    entered_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-entered_at", "-pk"]
        indexes = [models.Index(name="record_entry_latest", fields=["referral", "-entered_at"])]

    def __str__(self) -> str:
        return str(self.public_id)
