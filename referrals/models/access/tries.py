"""How often something was tried: what the limits count, in the database that everything else needs too."""

from django.db import models

from referrals.models.record import Retention


class TryCount(models.Model):
    """One kind of try by one address, account or client. `key` is a keyed digest of these: the row names nobody."""

    RETENTION = Retention.ADMINISTRATION

    key = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.number} until {self.at.isoformat()}"
