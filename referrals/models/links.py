"""Links by which someone without an account answers an offer, or keeps a register for a day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from referrals.models.onward import OnwardReferral
from referrals.models.record import Record, Retention
from referrals.models.services import Service, Session


class AnswerLink(models.Model):
    """A link in a message to a provider. Its token stands in that message only; here is the token's SHA-256.

    The newest link of an onward referral is the only one that opens.
    """

    RETENTION = Retention.HEALTH

    onward_referral = models.ForeignKey(OnwardReferral, models.PROTECT, related_name="answer_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # A token that is stored by mistake is no digest.
            models.CheckConstraint(name="answer_link_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="answer_link_expires", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="answer_link_used_in_time",
                condition=Q(used_at=None) | Q(used_at__gte=F("made_at"), used_at__lt=F("expires_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.made_at.isoformat()


class ListingLink(models.Model):
    """A link in a message to a provider by which it says whether a listing is still right.

    Like an `AnswerLink` its token stands in that message only, and the newest link of a service is the one that opens.
    """

    RETENTION = Retention.REFERENCE

    service = models.ForeignKey(Service, models.PROTECT, related_name="listing_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="listing_link_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="listing_link_expires", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="listing_link_used_in_time",
                condition=Q(used_at=None) | Q(used_at__gte=F("made_at"), used_at__lt=F("expires_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.made_at.isoformat()


class RegisterLink(Record):
    """A link that a provider hands to a volunteer: it opens one session's register on the day of the session.

    Its token is shown once to whoever makes it; here is the token's SHA-256. A session has one link at a time.
    """

    RETENTION = Retention.ADMINISTRATION

    session = models.ForeignKey(Session, models.PROTECT, related_name="register_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="register_link_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.UniqueConstraint(name="register_link_one_open", fields=["session"], condition=Q(revoked_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
