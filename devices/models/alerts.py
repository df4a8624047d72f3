"""Calls for help: who pressed, who was asked to answer and when, and who did."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from devices.models.devices import Device
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models import Membership, Organisation, Person, Record, Retention

HELP, FALL, TEST = "help", "fall", "test"
EVENTS = [(HELP, _("Help button")), (FALL, _("Fall")), (TEST, _("Test"))]
ALWAYS, BY_DAY, BY_NIGHT = "always", "day", "night"
HOURS = [(ALWAYS, _("Day and night")), (BY_DAY, _("By day")), (BY_NIGHT, _("By night"))]


class DeviceRules(Record):
    """What a team set for its devices; a team without a row has the defaults."""

    RETENTION = Retention.ADMINISTRATION

    team = models.OneToOneField(Organisation, models.PROTECT, related_name="device_rules")
    # Days without a word after which somebody asks, and the percent of battery below which somebody charges.
    silent_after = models.PositiveSmallIntegerField(default=3)
    low_battery = models.PositiveSmallIntegerField(default=20)
    # Minutes until the next on the list is asked, and the London hours between which it is day.
    escalate_after = models.PositiveSmallIntegerField(default=5)
    day_begins = models.PositiveSmallIntegerField(default=8)
    day_ends = models.PositiveSmallIntegerField(default=20)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="device_rules_day", condition=Q(day_begins__lt=F("day_ends"), day_ends__lte=24)
            ),
            models.CheckConstraint(
                name="device_rules_positive",
                condition=Q(silent_after__gte=1, escalate_after__gte=1, low_battery__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Responder(Record):
    """A member on their team's list of who answers calls for help; the lowest place is asked first."""

    RETENTION = Retention.ADMINISTRATION

    member = models.ForeignKey(Membership, models.PROTECT, related_name="responding")
    place = models.PositiveSmallIntegerField()
    hours = models.CharField(max_length=10, choices=HOURS)
    # Where a text reaches them; without one they get an e-mail.
    mobile = models.CharField(max_length=30, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(name="responder_hours", condition=Q(hours__in=[ALWAYS, BY_DAY, BY_NIGHT])),
            models.UniqueConstraint(name="responder_once", fields=["member"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, by: Actor) -> AlertQuerySet:
        """The alerts of the actor's team, and a person's own."""
        if by.kind is ActorKind.SCHEDULE:
            return self
        if by.role is Role.PERSON:
            return self.filter(person=by.person_id)
        if by.role in {Role.LINK_WORKER, Role.MANAGER}:
            return self.filter(device__organisation=by.organisation_id, person__restricted_at=None)
        return self.none()

    def unanswered(self) -> AlertQuerySet:
        """Those that somebody has to answer; a test alarms nobody."""
        return self.filter(acknowledged_at=None).exclude(event=TEST)


class Alert(Record):
    """A press of a help button, a fall, or a test, as a wearable sent it."""

    RETENTION = Retention.HEALTH

    device = models.ForeignKey(Device, models.PROTECT, related_name="alerts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="alerts")
    event = models.CharField(max_length=10, choices=EVENTS)
    # By the device's clock, and when it reached us.
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    # When the team was told that nobody on its list is left to ask.
    unanswered_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="alert_event", condition=Q(event__in=[HELP, FALL, TEST])),
            models.CheckConstraint(
                name="alert_acknowledged_by_somebody",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="alert_unanswered", fields=["received_at"], condition=Q(acknowledged_at=None))]

    def __str__(self) -> str:
        return str(self.public_id)


class AlertCall(Record):
    """Somebody was asked to answer an alert: the one on the list, or who stands in for them."""

    RETENTION = Retention.HEALTH

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="calls")
    responder = models.ForeignKey(Responder, models.PROTECT, related_name="calls")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()

    class Meta:
        ordering = ["called_at", "pk"]
        constraints = [models.UniqueConstraint(name="alert_call_once", fields=["alert", "responder"])]

    def __str__(self) -> str:
        return str(self.public_id)
