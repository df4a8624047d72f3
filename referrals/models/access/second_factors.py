"""What somebody who works here shows beside their password: an app's codes, and codes on paper for when it is lost."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from referrals.models.organisation.organisations import User
from referrals.models.record import Record, Retention


class SecondFactor(Record):
    """One authenticator app of somebody who works here; it counts until `ended_at`."""

    RETENTION = Retention.ADMINISTRATION

    user = models.ForeignKey(User, models.PROTECT, related_name="second_factors")
    # The secret that the app has too, under a key of the user's own.
    sealed = models.TextField()
    # The half minute whose code was shown last: no code opens twice.
    last_step = models.BigIntegerField(null=True, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_second_factor", fields=["user"], condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="second_factor_ends_later", condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class RecoveryCode(models.Model):
    """One code on paper: it stands in for the app once. `digest` is keyed, so that the row opens nothing."""

    RETENTION = Retention.ADMINISTRATION

    user = models.ForeignKey(User, models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    spent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)
