"""How many people a segment has: the denominators of rates."""

from django.db import models
from django.db.models import F, Q


class Population(models.Model):
    """The people of a segment in an area, from a published source, valid from a day to before another."""

    RETENTION = "reference"

    dimension = models.CharField(max_length=30)
    segment = models.CharField(max_length=30)
    area = models.CharField(max_length=12)
    edition = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="population_once", fields=["dimension", "segment", "area", "edition", "valid_from"]
            ),
            models.CheckConstraint(
                name="population_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
            models.CheckConstraint(name="population_has_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.dimension} {self.segment} {self.edition}"
