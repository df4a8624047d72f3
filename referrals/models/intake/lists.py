"""What teams' own lists of people look like."""

from django.db import models

from referrals.models.organisation.organisations import Organisation
from referrals.models.record import Record, Retention


class CaseloadColumns(Record):
    """The headings of a team's own list: our columns, each with the heading that holds it."""

    RETENTION = Retention.ADMINISTRATION

    team = models.OneToOneField(Organisation, models.PROTECT, related_name="caseload_columns")
    headings = models.JSONField()

    class Meta:
        verbose_name_plural = "caseload columns"

    def __str__(self) -> str:
        return str(self.public_id)
