"""Small areas, their deprivation, and the postcodes in them: published facts, loaded from files."""

from django.db import models
from django.db.models import Q

from referrals.models.record import Retention


class SmallArea(models.Model):
    """A lower layer super output area (ONS) with its decile of the Index of Multiple Deprivation, 1 most deprived.

    `area_code` is its local authority and `board_code` its integrated care board (ODS), blank where that is not known.
    """

    RETENTION = Retention.REFERENCE

    code = models.CharField(max_length=9)
    name = models.CharField(max_length=100)
    area_code = models.CharField(max_length=9)
    area_name = models.CharField(max_length=100)
    imd_decile = models.PositiveSmallIntegerField()
    imd_edition = models.CharField(max_length=4)
    board_code = models.CharField(max_length=12, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="small_area_edition", fields=["code", "imd_edition"]),
            models.CheckConstraint(name="small_area_decile", condition=Q(imd_decile__gte=1, imd_decile__lte=10)),
        ]

    def __str__(self) -> str:
        return self.code


class Postcode(models.Model):
    """A postcode (`M33 2AB`), the small area that holds it, and its middle where that is known."""

    RETENTION = Retention.REFERENCE

    postcode = models.CharField(max_length=8, primary_key=True)
    lsoa_code = models.CharField(max_length=9)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="postcode_somewhere_whole",
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.postcode
