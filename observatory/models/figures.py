"""Published figures, and nothing that is not published: raw counts are in no table."""

import pgtrigger
from django.db import models
from django.db.models import Q

from observatory.periods import Period

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def hidden_is_empty(name: str) -> models.CheckConstraint:
    """A hidden figure has neither value nor rate, so no row can give it away."""
    return models.CheckConstraint(name=name, condition=Q(suppressed=False) | Q(suppressed=True, value=None, rate=None))


class Figure(models.Model):
    """One value after disclosure control: hidden where `suppressed`, no data where null and not suppressed."""

    RETENTION = "reference"

    measure = models.CharField(max_length=30)
    dimension = models.CharField(max_length=30)
    segment = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    suppressed = models.BooleanField()
    # Hidden although it may be large or none, so that no small one can be worked out from it.
    withheld = models.BooleanField(db_default=False)
    # Per 1,000 of the denominator, where a population is known. Without a rate: how many people it is of.
    rate = models.DecimalField(max_digits=9, decimal_places=1, null=True)
    denominator = models.IntegerField(null=True)

    class Meta:
        abstract = True


class RunningFigure(Figure):
    """A figure that may still change: of a week not yet released, or of a 13-week block.

    A block stands once its last week is released.
    """

    period = models.CharField(max_length=5, choices=[(period.value, period.value) for period in Period])
    starts_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="running_figure_once", fields=["measure", "dimension", "period", "starts_on", "segment"]
            ),
            hidden_is_empty("running_figure_hidden_is_empty"),
        ]
        indexes = [models.Index(name="running_figure_of_period", fields=["period", "starts_on"])]

    def __str__(self) -> str:
        return f"{self.starts_on} {self.measure} {self.dimension} {self.segment}"


class Release(models.Model):
    """A week's figures, frozen. Late data waits for the next revision; the first is never touched."""

    RETENTION = "reference"

    week = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    released_at = models.DateTimeField()
    # Measure -> what readers are told of it (`observatory.definitions`), as it was published with.
    definitions = models.JSONField()
    # SHA-256 of the figures (`observatory.digests`), so that anyone can check that nothing was changed.
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-week", "-revision"]
        constraints = [
            models.UniqueConstraint(name="release_once", fields=["week", "revision"]),
            models.CheckConstraint(name="release_of_monday", condition=Q(week__iso_week_day=1)),
            models.CheckConstraint(name="release_revision", condition=Q(revision__gte=1)),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.week} {self.revision}"


class ReleasedFigure(Figure):
    """A figure of a release."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="figures", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="released_figure_once", fields=["release", "measure", "dimension", "segment"]),
            hidden_is_empty("released_figure_hidden_is_empty"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.release_id} {self.measure} {self.dimension} {self.segment}"
