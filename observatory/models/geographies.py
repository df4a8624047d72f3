"""Places by their official codes, and which lies in which."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from observatory.dimensions.places import Kind


class Geography(models.Model):
    """A place as it was from a day to before another: a code that ends or lies elsewhere gets another row.

    `parent` is the code of the place that it lies in, blank for none. Codes of ONS and ODS never meet, so a code is one
    place whatever its kind.
    """

    RETENTION = "reference"

    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=15)
    name = models.CharField(max_length=200)
    parent = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    edition = models.CharField(max_length=20)
    source = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "geographies"
        constraints = [
            ExclusionConstraint(
                name="geography_once_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        Func(F("valid_from"), F("valid_to"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="geography_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
            models.CheckConstraint(name="geography_not_in_itself", condition=~Q(parent=F("code"))),
            models.CheckConstraint(name="geography_kind", condition=Q(kind__in=[kind.value for kind in Kind])),
            models.CheckConstraint(name="geography_has_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
