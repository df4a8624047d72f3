"""Tags that were shown at another time than their session's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention, tracked
from referrals.models.services.services import Session


class StrayScanQuerySet(models.QuerySet["StrayScan"]):
    def visible_to(self, by: Actor) -> StrayScanQuerySet:
        if by.kind is ActorKind.SCHEDULE:
            return self
        if by.role is not Role.PROVIDER:
            return self.none()
        people = Person.objects.known_to_providers()
        return self.filter(session__service__organisation=by.organisation_id, person__in=people)

    def waiting(self) -> StrayScanQuerySet:
        return self.filter(settled_at=None)


@tracked
class StrayScan(Record):
    """A tag shown to a reader that named a session which was not held at that time.

    It proves nothing by itself. The provider settles it: `counted_for` is the session that the person came to, None
    where it counts for none.
    """

    RETENTION = Retention.HEALTH

    session = models.ForeignKey(Session, models.PROTECT, related_name="stray_scans")
    person = models.ForeignKey(Person, models.PROTECT, related_name="stray_scans")
    scanned_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    counted_for = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StrayScanQuerySet.as_manager()

    class Meta:
        ordering = ["scanned_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="stray_scan_once", fields=["session", "person", "scanned_at"]),
            models.CheckConstraint(
                name="stray_scan_counted_is_settled", condition=Q(counted_for=None) | Q(settled_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
