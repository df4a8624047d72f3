"""Links without an account: they answer an offer, confirm a listing, keep a register, sign in, prove an
address, or give feedback.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from referrals.models.onward.onward import Attendance, OnwardReferral
from referrals.models.organisation.invitations import Invitation
from referrals.models.people.contact_points import ContactPoint
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention
from referrals.models.services.services import Service, Session


class SingleUseLink(models.Model):
    """A link in a message, used once within its life. Its token stands in that message only; here is its SHA-256."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            # A token that is stored by mistake is no digest.
            models.CheckConstraint(name="%(class)s_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="%(class)s_expires", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="%(class)s_used_in_time",
                condition=Q(used_at=None) | Q(used_at__gte=F("made_at"), used_at__lt=F("expires_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.made_at.isoformat()

    def is_unspent(self, now: datetime) -> bool:
        """Whether it was not used and has not expired; what it is about may still close it."""
        return self.used_at is None and now < self.expires_at


class AnswerLink(SingleUseLink):
    """A link in a message to a provider. The newest one of an onward referral is the only one that opens."""

    RETENTION = Retention.HEALTH

    onward_referral = models.ForeignKey(OnwardReferral, models.PROTECT, related_name="answer_links")


class ListingLink(SingleUseLink):
    """A link in a message to a provider by which it says whether a listing is still right; the newest one opens."""

    RETENTION = Retention.REFERENCE

    service = models.ForeignKey(Service, models.PROTECT, related_name="listing_links")


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

    def is_unspent(self, now: datetime) -> bool:
        """Whether it was not taken back; its day and its session may still close it."""
        return self.revoked_at is None


class SignInLink(SingleUseLink):
    """A link in a message by which a person opens their own page: for a short while and once.

    Where several people have the address, whoever opens it says whose page by a date of birth; `wrong` counts the
    dates that were nobody's.
    """

    RETENTION = Retention.ADMINISTRATION
    MOST_WRONG = 3

    person = models.ForeignKey(Person, models.PROTECT, related_name="sign_in_links")
    # The address that it went to; blank for one of the release before this column.
    reaches = models.CharField(max_length=254, blank=True, default="", db_default="")
    # Taken back: whoever has the mail opens nothing by it.
    ended_at = models.DateTimeField(null=True, blank=True)
    wrong = models.PositiveSmallIntegerField(default=0)


class ProofLink(SingleUseLink):
    """A link in a message to a number or address that proves it to be the person's: whoever opens it says when they
    were born. `person` is whose it was when the link was made; once it is another's, the link is closed.
    """

    RETENTION = Retention.ADMINISTRATION
    MOST_WRONG = 3

    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, related_name="proof_links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="proof_links")
    wrong = models.PositiveSmallIntegerField(default=0)


class FeedbackLink(SingleUseLink):
    """A link in the message of the morning after a session, by which the person says how it was: once."""

    RETENTION = Retention.HEALTH

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="feedback_links")


class InvitationLink(SingleUseLink):
    """A link in a message, or shown once by a command, by which somebody accepts an invitation."""

    RETENTION = Retention.ADMINISTRATION

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="links")
