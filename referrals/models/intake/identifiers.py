"""What the systems that send referrals call them."""

from django.db import models
from django.db.models import Q

from referrals.models.intake.referrals import Referral
from referrals.models.organisation.organisations import Organisation
from referrals.models.record import Record, Retention


class ReferralIdentifier(Record):
    """The number that a sender's own system gave to a referral; it names one referral of that organisation.

    `system` says which kind of number it is, blank where the sender did not say.
    """

    RETENTION = Retention.HEALTH

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="identifiers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    system = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="referral_identifier_once", fields=["organisation", "system", "value"]),
            models.CheckConstraint(name="referral_identifier_has_value", condition=~Q(value="")),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
