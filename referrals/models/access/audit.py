"""Who did and who read what: append-only, ids only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from referrals.kit.permissions import ActorKind
from referrals.models.intake.referrals import APPEND_ONLY
from referrals.models.record import Retention
from referrals.models.status_words import ROLES


class AuditEvent(models.Model):
    """One act or one look. It holds plain ids rather than foreign keys: it outlives what it speaks of."""

    RETENTION = Retention.AUDIT

    at = models.DateTimeField(db_default=Now())
    did = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    role = models.CharField(max_length=20, choices=ROLES, blank=True)
    user_id = models.BigIntegerField(null=True)
    membership_id = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    device_id = models.UUIDField(null=True)
    person_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField(null=True)
    # Counts and codes that explain the act ({"rows": 12}); never a name or a text.
    detail = models.JSONField(default=dict)

    class Meta:
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="audit_names_its_actor",
                condition=Q(actor_kind="member", membership_id__isnull=False)
                | Q(actor_kind="client", client_id__isnull=False)
                | Q(actor_kind="device", device_id__isnull=False)
                | Q(actor_kind="link", organisation_id__isnull=False)
                | Q(actor_kind="link", person_id__isnull=False)
                | Q(actor_kind__in=["schedule", "public"]),
            ),
        ]
        indexes = [
            models.Index(name="audit_person", fields=["person_id", "at"]),
            models.Index(name="audit_object", fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.did} {self.object_type} {self.object_id}"


class AuditSeal(models.Model):
    """A row's link in the chain over the audit. A task writes it afterwards, so that nobody waits for anybody."""

    RETENTION = Retention.AUDIT

    number = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"


class Erasure(models.Model):
    """The tombstone of a person who was erased: a restored backup is made to forget them again from these rows."""

    RETENTION = Retention.AUDIT

    person_public_id = models.UUIDField(unique=True)
    # Keyed digest of the NHS number, so that the number itself is not kept.
    nhs_number_digest = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=40)
    erased_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.person_public_id)
