"""What colleagues of a team say to each other about their work with someone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Permission
from referrals.models.intake.referrals import Episode
from referrals.models.organisation.organisations import Membership
from referrals.models.record import Record, Retention, tracked
from referrals.models.work.work import Task


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, by: Actor) -> ThreadQuerySet:
        if by.kind is ActorKind.SCHEDULE:
            return self
        if by.may(Permission.COMMENT):
            return self.filter(episode__team=by.organisation_id, episode__person__restricted_at=None)
        return self.none()

    def open(self) -> ThreadQuerySet:
        return self.filter(closed_at=None)


@tracked
class Thread(Record):
    """A comment on someone's place in a caseload, or on one planned task, for whoever holds the episode to see.

    With `asked` it is a question to a colleague, a second opinion say, and stays open until who asked it closes it.
    """

    RETENTION = Retention.HEALTH

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="threads")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="threads")
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="thread_asks_another", condition=Q(asked=None) | ~Q(asked=F("opened_by"))),
            models.CheckConstraint(
                name="thread_closed_after_opened", condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at"))
            ),
        ]
        indexes = [models.Index(name="thread_open", fields=["episode"], condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return str(self.public_id)


@tracked
class Comment(Record):
    """What one colleague wrote in a thread; the first one is what opened it."""

    RETENTION = Retention.HEALTH

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="comments")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=2000)
    occurred_at = models.DateTimeField()

    class Meta:
        ordering = ["occurred_at", "pk"]
        constraints = [models.CheckConstraint(name="comment_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return str(self.public_id)
