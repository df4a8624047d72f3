"""Loans: who had which wearable when. Readings name no wearer; the loan at their start does."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from devices.models.devices import Device
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models import Membership, Person, Record, Retention, tracked


class LoanQuerySet(models.QuerySet["Loan"]):
    def visible_to(self, by: Actor) -> LoanQuerySet:
        if by.kind is ActorKind.SCHEDULE:
            return self
        if by.role is Role.PERSON:
            return self.filter(person=by.person_id)
        if by.role in {Role.LINK_WORKER, Role.MANAGER}:
            return self.filter(device__organisation=by.organisation_id, person__restricted_at=None)
        return self.none()

    def running(self) -> LoanQuerySet:
        return self.filter(ends_at=None)


@tracked
class Loan(Record):
    """A wearable with a person, from `starts_at` until before `ends_at` (None while they have it)."""

    RETENTION = Retention.HEALTH

    device = models.ForeignKey(Device, models.PROTECT, related_name="loans")
    person = models.ForeignKey(Person, models.PROTECT, related_name="loans")
    starts_at = models.DateTimeField(_("lent on"))
    ends_at = models.DateTimeField(_("returned on"), null=True, blank=True)
    lent_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")

    objects = LoanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="loan_ends_after_start", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
            ExclusionConstraint(
                name="loan_one_person_at_a_time",
                expressions=[
                    ("device", RangeOperators.EQUAL),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(name="loan_of_person", fields=["person", "starts_at"])]

    def __str__(self) -> str:
        return str(self.public_id)
