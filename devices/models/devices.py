"""Devices: what publishes, whose it is, and whether its credentials still open the broker."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from devices.kinds import DeviceKind
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models import Organisation, Record, Retention, tracked

DEVICE_KINDS = [(DeviceKind.WEARABLE.value, _("Wearable")), (DeviceKind.READER.value, _("Check-in reader"))]


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, by: Actor) -> DeviceQuerySet:
        """The devices of the actor's organisation; a provider's are the readers there, a person's what they wear."""
        if by.kind is ActorKind.SCHEDULE:
            return self
        if by.role in {Role.LINK_WORKER, Role.MANAGER}:
            return self.filter(organisation=by.organisation_id)
        if by.role is Role.PROVIDER:
            return self.filter(site=by.organisation_id)
        if by.role is Role.PERSON:
            return self.filter(
                pk__in=Device.objects.filter(loans__person=by.person_id, loans__ends_at=None).values("pk")
            )
        return self.none()

    def enabled(self) -> DeviceQuerySet:
        return self.filter(disabled_at=None)


@tracked
class Device(Record):
    """A wearable, or a reader at a provider's site. Its public id is its account on the broker and in its topics."""

    RETENTION = Retention.ADMINISTRATION

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="devices")
    kind = models.CharField(_("kind"), max_length=10, choices=DEVICE_KINDS)
    label = models.CharField(_("label"), max_length=60)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    site = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="readers")
    # Mosquitto's form of the secret; the secret itself is shown once and kept nowhere.
    secret_hash = models.CharField(max_length=150)
    disabled_at = models.DateTimeField(null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["label", "pk"]
        constraints = [
            models.CheckConstraint(name="device_kind", condition=Q(kind__in=[kind.value for kind in DeviceKind])),
            models.CheckConstraint(
                name="device_reader_has_site",
                condition=Q(kind=DeviceKind.READER, site__isnull=False) | Q(kind=DeviceKind.WEARABLE, site=None),
            ),
            models.CheckConstraint(name="device_has_secret", condition=Q(("secret_hash__startswith", "$7$"))),
            models.UniqueConstraint(
                name="device_serial_once", fields=["organisation", "serial"], condition=~Q(serial="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def said_last(self) -> DeviceStatus | None:
        """What it last said of itself; None if it never did."""
        return getattr(self, "last_status", None)


class DeviceStatus(models.Model):
    """What a device last said of itself, by its own clock."""

    RETENTION = Retention.ADMINISTRATION

    device = models.OneToOneField(Device, models.PROTECT, primary_key=True, related_name="last_status")
    # Percent.
    battery = models.FloatField()
    firmware = models.CharField(max_length=64)
    at = models.DateTimeField()
    seq = models.BigIntegerField()
    heard_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "device statuses"
        constraints = [models.CheckConstraint(name="device_battery", condition=Q(battery__gte=0, battery__lte=100))]

    def __str__(self) -> str:
        return f"{self.device_id} {self.battery}"
