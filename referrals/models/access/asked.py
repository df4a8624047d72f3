"""Who asked for a link by mail, before anybody has looked who that is."""

from django.db import models
from django.db.models import Q

from referrals.models.record import Retention


class AskedLink(models.Model):
    """An address that somebody typed. A worker looks it up, so that the page answers alike whoever is known.

    The row lives until it is looked up, for seconds; half an hour where no mail can be sent.
    """

    RETENTION = Retention.ADMINISTRATION
    SIGN_IN, PASSWORD = "sign_in", "password"

    purpose = models.CharField(max_length=10, choices=[(SIGN_IN, SIGN_IN), (PASSWORD, PASSWORD)])
    address = models.CharField(max_length=254)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="asked_link_purpose", condition=Q(purpose__in=["sign_in", "password"])),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.asked_at.isoformat()}"
