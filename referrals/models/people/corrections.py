"""What people say is wrong in their record, and what the team answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.models.choices import Channel, CorrectionAbout, CorrectionOutcome
from referrals.models.intake.referrals import Episode
from referrals.models.organisation.organisations import Membership
from referrals.models.record import Record, Retention, tracked


@tracked
class CorrectionRequest(Record):
    """A person says that something in their record is wrong; it stands until the team has answered in a sentence.
    `channel` says how they said it, if not on their own page, and then `recorded_by` who wrote it down.
    """

    RETENTION = Retention.HEALTH

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="corrections")
    about = models.CharField(max_length=10, choices=CorrectionAbout)
    text = models.TextField(_("what is wrong"), max_length=1000)
    asked_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=CorrectionOutcome, blank=True)
    answer = models.TextField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="correction_about", condition=Q(about__in=CorrectionAbout.values)),
            models.CheckConstraint(name="correction_says_what", condition=~Q(text="")),
            models.CheckConstraint(
                name="correction_recorded_by_someone",
                condition=Q(channel="", recorded_by=None) | (Q(recorded_by__isnull=False) & ~Q(channel="")),
            ),
            models.CheckConstraint(
                name="correction_answered_whole",
                condition=Q(answered_at=None, answered_by=None, outcome="", answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False, outcome__in=CorrectionOutcome.values)
                    & ~Q(answer="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
