"""Who took a person over from whom, and who stands in for someone who is away."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals.models.intake.referrals import APPEND_ONLY, Episode
from referrals.models.organisation.organisations import Membership, Organisation
from referrals.models.record import Record, Retention


class Handover(Record):
    """An episode passed to a colleague (`to`), or to a team's inbox, with a note for whoever takes over."""

    RETENTION = Retention.HEALTH

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="handovers")
    given_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    to = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    to_team = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    note = models.TextField(_("note for whoever takes over"), max_length=1000)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["-given_at", "-pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return str(self.public_id)


class Cover(Record):
    """A colleague does the tasks of someone who is away, from the first to the last day (London days, both included).

    Nothing changes hands: what is done in time is done, and the rest is there when they are back.
    """

    RETENTION = Retention.ADMINISTRATION

    away = models.ForeignKey(Membership, models.PROTECT, related_name="covers")
    covering = models.ForeignKey(Membership, models.PROTECT, related_name="covered")
    first_day = models.DateField()
    last_day = models.DateField()
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(name="cover_period", condition=Q(last_day__gte=F("first_day"))),
            models.CheckConstraint(name="cover_by_another", condition=~Q(away=F("covering"))),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
