"""What must be read before anything else: a risk that the practice is told of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models.intake.referrals import Referral
from referrals.models.organisation.organisations import Membership
from referrals.models.record import Record, Retention


class RiskNoticeQuerySet(models.QuerySet["RiskNotice"]):
    def visible_to(self, by: Actor) -> RiskNoticeQuerySet:
        if by.kind is ActorKind.SCHEDULE:
            return self
        return self.filter(referral__in=Referral.objects.visible_to(by)) if by.role is not Role.PERSON else self.none()

    def unread(self) -> RiskNoticeQuerySet:
        return self.filter(read_at=None)


class RiskNotice(Record):
    """A link worker tells the practice of a risk; it stands on the practice's page until someone there has read it."""

    RETENTION = Retention.HEALTH

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="risk_notices")
    note = models.TextField(_("what the practice must know"), max_length=1000)
    told_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    read_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    objects = RiskNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["told_at", "pk"]
        constraints = [
            models.CheckConstraint(name="risk_notice_says_what", condition=~Q(note="")),
            models.CheckConstraint(
                name="risk_notice_read_by_someone",
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="risk_notice_unread", fields=["referral"], condition=Q(read_at=None))]

    def __str__(self) -> str:
        return str(self.public_id)
