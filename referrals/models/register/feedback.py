"""What people say of the sessions they were expected at."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.models.choices import Channel
from referrals.models.organisation.organisations import Membership
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention, tracked
from referrals.models.services.service_choices import Liked
from referrals.models.services.services import Session

# How it felt: the HL7 physical activity experience scale.
WORST, BEST = -5, 5


@tracked
class Feedback(Record):
    """How a session was for a person: one of each, which may be changed. `channel` says how they said it, if not on
    their own page.
    """

    RETENTION = Retention.HEALTH

    session = models.ForeignKey(Session, models.PROTECT, related_name="feedback")
    person = models.ForeignKey(Person, models.PROTECT, related_name="feedback")
    liked = models.CharField(max_length=10, choices=Liked)
    felt = models.SmallIntegerField(_("how it felt"), null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    # None for whoever answered by the link in a message.
    recorded_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            models.UniqueConstraint(name="feedback_once", fields=["session", "person"]),
            models.CheckConstraint(name="feedback_liked", condition=Q(liked__in=Liked.values)),
            models.CheckConstraint(name="feedback_felt", condition=Q(felt=None) | Q(felt__gte=WORST, felt__lte=BEST)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
