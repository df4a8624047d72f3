"""People who may be one: what they are found by, the pairs that look alike, and merges made by hand."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.models.choices import LIKENESSES, Decision
from referrals.models.intake.referrals import Episode
from referrals.models.organisation.organisations import Membership
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention


class PersonKeys(models.Model):
    """What someone is compared by and found by: digests and words, worked out from the record whenever it changes."""

    RETENTION = Retention.HEALTH

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="keys")
    keys = ArrayField(models.BigIntegerField())
    # `referrals.finding` says which. Absent on a row of the release before, until it is compared once more.
    words = SearchVectorField(null=True)
    # Two people who register at the same moment do not see each other: each is compared once more afterwards.
    compared_again = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # Whoever registers next has to find the keys at once, not in a list that is worked in later.
            GinIndex(name="person_keys", fields=["keys"], fastupdate=False),
            GinIndex(name="person_words", fields=["words"], fastupdate=False),
            models.Index(name="person_keys_to_compare", fields=["person"], condition=Q(compared_again=False)),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


def _with_team(path: str, team: int | None) -> Q:
    """Not by a join: two episodes of a person would make two rows of a pair."""
    return Q(**{f"{path}__in": Episode.objects.filter(team=team or 0).values("person")})


class LikelyDuplicateQuerySet(models.QuerySet["LikelyDuplicate"]):
    def visible_to(self, by: Actor) -> LikelyDuplicateQuerySet:
        """The pairs of which the team knows one or both. Whoever is restricted or merged away is in none."""
        if by.role is not Role.LINK_WORKER:
            return self.none()
        known = _with_team("first", by.organisation_id) | _with_team("second", by.organisation_id)
        return self.filter(known, first__restricted_at=None, second__restricted_at=None)

    def open(self) -> LikelyDuplicateQuerySet:
        return self.filter(decision="")


class LikelyDuplicate(Record):
    """Two people who look alike. It stands until someone says that they are two, or merges them."""

    RETENTION = Retention.HEALTH

    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reasons = ArrayField(models.CharField(max_length=20, choices=LIKENESSES), verbose_name=_("why"))
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = LikelyDuplicateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="likely_duplicate_once", fields=["first", "second"]),
            models.CheckConstraint(name="likely_duplicate_ordered", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(name="likely_duplicate_has_reason", condition=Q(reasons__len__gte=1)),
            models.CheckConstraint(
                name="likely_duplicate_decided_by_someone",
                condition=Q(decision="", decided_by=None, decided_at=None)
                | (Q(decision__in=Decision.values) & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class MergeQuerySet(models.QuerySet["Merge"]):
    def in_force(self) -> MergeQuerySet:
        return self.filter(undone_at=None)

    def visible_to(self, by: Actor) -> MergeQuerySet:
        if by.role is not Role.LINK_WORKER:
            return self.none()
        return self.in_force().filter(_with_team("kept", by.organisation_id), kept__restricted_at=None)


class Merge(Record):
    """Two people made one by hand. `gone` stays, seen by nobody, so that its old address leads to `kept`.

    `changes` is all that the merge did, in order: each row's table and key, with what stood there before and after.
    Undoing it goes through them backwards.
    """

    RETENTION = Retention.HEALTH

    duplicate = models.ForeignKey(LikelyDuplicate, models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merged_by")
    merged_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    changes = models.JSONField()
    undone_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="merge_gone_once", fields=["gone"], condition=Q(undone_at=None)),
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("gone"))),
            models.CheckConstraint(
                name="merge_undone_by_someone",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__gte=F("merged_at"), undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
