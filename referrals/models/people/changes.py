"""What was changed of a person's details: who, when, from what, to what, and why."""

from django.db import models
from django.db.models import F, Q

from referrals.models.organisation.organisations import Membership
from referrals.models.people.detail_choices import ChangeReason, Detail
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention


class DetailChange(Record):
    """One detail as it was and as it is since. `before` and `after` are as a reader saw them, blank for nothing.

    `since` is the London day from which a dated value holds. Rows are only added.
    """

    RETENTION = Retention.HEALTH

    person = models.ForeignKey(Person, models.PROTECT, related_name="detail_changes")
    detail = models.CharField(max_length=20, choices=Detail)
    before = models.TextField(max_length=1000, blank=True)
    after = models.TextField(max_length=1000, blank=True)
    reason = models.CharField(max_length=10, choices=ChangeReason)
    since = models.DateField(null=True, blank=True)
    # Nobody where no member acted: someone who refers themselves, a programme.
    by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="detail_change_detail", condition=Q(detail__in=Detail.values)),
            models.CheckConstraint(name="detail_change_reason", condition=Q(reason__in=ChangeReason.values)),
            models.CheckConstraint(name="detail_change_changes", condition=~Q(before=F("after"))),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
