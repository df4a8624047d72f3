"""Invitations: somebody is asked to work in an organisation, and does once they say yes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals.kit.permissions import Role
from referrals.models.organisation.organisations import Organisation, User
from referrals.models.record import Record, Retention
from referrals.models.status_words import ROLES


class Invitation(Record):
    """Someone, known by an e-mail address, is asked to take a role. It stands until it is accepted or withdrawn."""

    RETENTION = Retention.ADMINISTRATION

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=150)
    job_title = models.CharField(_("job title"), max_length=100, blank=True)
    # Whose member asked; none for the set-up.
    invited_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="sent_invitations")
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="invitations")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_role", condition=Q(role__in=[role.value for role in Role if role is not Role.PERSON])
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="invitation_answered_later",
                condition=(Q(accepted_at=None) | Q(accepted_at__gte=F("invited_at")))
                & (Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("invited_at"))),
            ),
            # Two that wait have neither moment.
            models.UniqueConstraint(
                name="invitation_once_while_it_stands",
                fields=["organisation", "role", "email", "accepted_at", "withdrawn_at"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
