"""A provider's ledger: what it was granted and what its sessions cost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.models.intake.referrals import APPEND_ONLY
from referrals.models.organisation.organisations import Organisation
from referrals.models.record import Record, Retention
from referrals.models.services.service_choices import LedgerKind
from referrals.models.services.services import Service, Session


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    def kept_by(self, by: Actor) -> LedgerQuerySet:
        """The actor's own organisation's entries; a ledger is nobody else's business."""
        return self.filter(organisation=by.organisation_id) if by.role is Role.PROVIDER else self.none()


class LedgerEntry(Record):
    """A grant or a cost in pence, positive; what takes an earlier entry back is negative. Nothing is ever changed."""

    RETENTION = Retention.REFERENCE

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ledger")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="ledger")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="ledger")
    kind = models.CharField(max_length=10, choices=LedgerKind)
    on = models.DateField()
    pence = models.IntegerField()
    purpose = models.CharField(_("what for"), max_length=120)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(name="ledger_kind", condition=Q(kind__in=LedgerKind.values)),
            models.CheckConstraint(
                name="ledger_sign", condition=Q(reverses=None, pence__gt=0) | Q(reverses__isnull=False, pence__lt=0)
            ),
            models.CheckConstraint(
                name="ledger_session_of_a_service", condition=Q(session=None) | Q(service__isnull=False)
            ),
            models.CheckConstraint(name="ledger_says_what_for", condition=~Q(purpose="")),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
