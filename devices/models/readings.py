"""Readings: an interval's total as it stands, and the days that are worked out from them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from devices.days import DayState
from devices.models.devices import Device
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models import Person, Retention

DAY_STATES = [state.value for state in DayState if state != DayState.NO_DATA]


class Reading(models.Model):
    """The message that stands for a device's interval. Partitioned by month of `starts_at`.

    It has no key of its own and names no wearer: the loan at `starts_at` does.
    """

    RETENTION = Retention.HEALTH

    pk = models.CompositePrimaryKey("device", "metric", "starts_at", "ends_at")
    # The key check is left to the message's row, which is written in the same statement; the primary key is the index.
    device = models.ForeignKey(Device, models.PROTECT, related_name="readings", db_index=False, db_constraint=False)
    metric = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seq = models.BigIntegerField()
    message_id = models.CharField(max_length=64, db_collation="C")
    value = models.IntegerField()
    # Percent of the interval; None where unstated.
    worn = models.FloatField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="reading_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="reading_value", condition=Q(value__gte=0)),
            models.CheckConstraint(name="reading_worn", condition=Q(worn=None) | Q(worn__gte=0, worn__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.metric} {self.starts_at}"


class ChangedDay(models.Model):
    """A note that a device's day must be worked out again. Many may wait for the same day: writing one
    waits for nobody, so that a consumer never waits for the builder or for another consumer.
    """

    RETENTION = Retention.ADMINISTRATION

    device = models.ForeignKey(Device, models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()

    def __str__(self) -> str:
        return f"{self.device_id} {self.date}"


class DeviceDayQuerySet(models.QuerySet["DeviceDay"]):
    def visible_to(self, by: Actor) -> DeviceDayQuerySet:
        return self.filter(device__in=Device.objects.visible_to(by).values("pk"))


class DeviceDay(models.Model):
    """A device's local day, whoever wore it. A day without a reading has no row."""

    RETENTION = Retention.HEALTH

    pk = models.CompositePrimaryKey("device", "date")
    device = models.ForeignKey(Device, models.PROTECT, related_name="days", db_index=False)
    date = models.DateField()
    state = models.CharField(max_length=10)
    steps = models.IntegerField()
    worn = models.FloatField(null=True)
    # Minutes. None where the day was worked out before they were kept.
    covered = models.FloatField(null=True)
    doubtful = models.BooleanField(default=False, db_default=False)

    objects = DeviceDayQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="device_day_state", condition=Q(state__in=DAY_STATES))]

    def __str__(self) -> str:
        return f"{self.device_id} {self.date}"


class PersonDayQuerySet(models.QuerySet["PersonDay"]):
    def visible_to(self, by: Actor) -> PersonDayQuerySet:
        """Days are a person's own, and their link worker team's while the person is supported there."""
        if by.kind is not ActorKind.SCHEDULE and by.role not in {Role.PERSON, Role.LINK_WORKER}:
            return self.none()
        return self.filter(person__in=Person.objects.visible_to(by).values("pk"))


class PersonDay(models.Model):
    """A person's local day: one device's figure for the time they had it. A day without a reading has no row."""

    RETENTION = Retention.HEALTH

    pk = models.CompositePrimaryKey("person", "date")
    person = models.ForeignKey(Person, models.PROTECT, related_name="days", db_index=False)
    date = models.DateField()
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)
    steps = models.IntegerField()
    worn = models.FloatField(null=True)
    # Minutes. None where the day was worked out before they were kept.
    covered = models.FloatField(null=True)
    doubtful = models.BooleanField(default=False, db_default=False)

    objects = PersonDayQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="person_day_state", condition=Q(state__in=DAY_STATES))]
        indexes = [models.Index(name="person_day_when", fields=["date"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.date}"
