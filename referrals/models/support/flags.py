"""Warnings that the team must not miss: a concern about safety, a visit that nobody makes alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind
from referrals.models.choices import FlagKind
from referrals.models.intake.referrals import Episode
from referrals.models.organisation.organisations import Membership
from referrals.models.record import Record, Retention, tracked


class FlagQuerySet(models.QuerySet["Flag"]):
    def visible_to(self, by: Actor) -> FlagQuerySet:
        if by.kind is ActorKind.SCHEDULE:
            return self
        return self.filter(episode__in=Episode.objects.visible_to(by)) if by.organisation_id else self.none()

    def standing(self) -> FlagQuerySet:
        return self.filter(ended_at=None)

    def unread_by(self, by: Actor) -> FlagQuerySet:
        """Those that this link worker has not said to have read."""
        return self.exclude(pk__in=FlagRead.objects.filter(member=by.membership_id or 0).values("flag"))


@tracked
class Flag(Record):
    """A warning about a person within an episode, for the team alone; it stands until someone ends it with a reason."""

    RETENTION = Retention.HEALTH

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=15, choices=FlagKind)
    note = models.TextField(_("what the team must know"), max_length=1000)
    raised_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    ended_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("why it ends"), max_length=300, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="flag_kind", condition=Q(kind__in=FlagKind.values)),
            models.CheckConstraint(name="flag_says_what", condition=~Q(note="")),
            models.CheckConstraint(
                name="flag_ended_with_reason",
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
            ),
        ]
        indexes = [models.Index(name="flag_standing", fields=["episode"], condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return str(self.public_id)


class FlagRead(Record):
    """A link worker has read a flag."""

    RETENTION = Retention.HEALTH

    flag = models.ForeignKey(Flag, models.PROTECT, related_name="reads")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="flag_read_once", fields=["flag", "member"])]

    def __str__(self) -> str:
        return str(self.public_id)
