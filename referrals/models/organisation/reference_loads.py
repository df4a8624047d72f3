"""Which edition of each kind of reference data was loaded, when and by whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from referrals.models.record import Retention


class ReferenceLoad(models.Model):
    """A file of published facts that was loaded: how its rows differed from what was there. Never changed.

    `recorded_at` is the database's own clock (UTC); `as_of` is the day that the file describes, where it describes one.
    Counts are rows of the file; `ended` are rows of before that it ends or no longer names, `left_out` rows that were
    not asked for.
    """

    RETENTION = Retention.REFERENCE

    kind = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    as_of = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    actor_kind = models.CharField(max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    ended = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="reference_load_has_edition", condition=~Q(edition="") & ~Q(source="")),
        ]
        indexes = [models.Index(name="reference_load_of_kind", fields=["kind", "-recorded_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.edition}"
