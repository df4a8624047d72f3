"""What arrived: messages that were stored, those that were rejected, and how many of each the rows no longer tell."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from devices.kinds import LONGEST_KIND, Reason, message_kinds
from devices.models.devices import Device
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models import Retention


class Message(models.Model):
    """A stored message. It uses up its id, and keeps what it said even when a later message stands in its place."""

    RETENTION = Retention.HEALTH

    pk = models.CompositePrimaryKey("device", "message_id")
    device = models.ForeignKey(Device, models.PROTECT, related_name="messages", db_index=False)
    # Compared byte by byte, as the rule "the greater id" compares them.
    message_id = models.CharField(max_length=64, db_collation="C")
    kind = models.CharField(max_length=LONGEST_KIND)
    # `payloads.canonical`: equal for equal content, however it was spelt.
    content = models.TextField()
    # The moment that decides who wore the device: an interval's start, or the scan.
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="message_kind", condition=Q(kind__in=message_kinds())),
        ]
        indexes = [models.Index(name="message_age", fields=["received_at"])]

    def __str__(self) -> str:
        return f"{self.device_id} {self.message_id}"


class RejectedQuerySet(models.QuerySet["Rejected"]):
    def visible_to(self, by: Actor) -> RejectedQuerySet:
        """A manager sees what their own devices sent; what no known device sent is the operator's alone."""
        if by.kind is ActorKind.SCHEDULE:
            return self
        return self.filter(device__organisation=by.organisation_id) if by.role is Role.MANAGER else self.none()


class Rejected(models.Model):
    """A message that was not stored, and why: the quarantine."""

    RETENTION = Retention.HEALTH

    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="rejected")
    # What the topic said, whether or not there is such a device. 0 and empty where nothing handles the topic.
    topic_device = models.UUIDField(null=True)
    topic_version = models.PositiveSmallIntegerField(default=0)
    topic_kind = models.CharField(max_length=LONGEST_KIND, blank=True)
    reason = models.CharField(max_length=20)
    # SHA-256 of the whole body, and its first 4 kB; None where nobody agreed that it be kept.
    digest = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    occurred_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    # Messages that the row stands for: of a flood one is kept.
    count = models.PositiveIntegerField(default=1, db_default=1)

    objects = RejectedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "rejected"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="rejected_reason", condition=Q(reason__in=[reason.value for reason in Reason])),
            models.CheckConstraint(
                name="rejected_without_consent_keeps_no_content",
                condition=Q(reason=Reason.NO_CONSENT, content=None)
                | (~Q(reason=Reason.NO_CONSENT) & Q(content__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="rejected_of_device", fields=["device", "reason", "occurred_at"]),
            models.Index(name="rejected_when", fields=["received_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.reason}"


class Tally(models.Model):
    """A count that no row tells: messages received, duplicates, and messages whose rows were removed for age.

    `name` is `received`, `duplicate`, `stored`, `superseded` or a reason.
    """

    RETENTION = Retention.ADMINISTRATION

    name = models.CharField(max_length=20, primary_key=True)
    count = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.name} {self.count}"
