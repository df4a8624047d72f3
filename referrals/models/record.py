"""What every record has in common."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

import pghistory
from django.db import models
from django.db.models.functions import Now

from referrals.kit import randomness

# Who acted stands in our own audit. pghistory means None by "no column" and annotates it otherwise.
_NO_CONTEXT: Any = None
M = TypeVar("M", bound=models.Model)


class Retention(StrEnum):
    """How long a kind of record is kept (NHS Records Management Code of Practice); the schedule is in docs."""

    HEALTH = "health"
    AUDIT = "audit"
    ADMINISTRATION = "administration"
    REFERENCE = "reference"


class Record(models.Model):
    """A bigint key inside, a public UUID outside, and a version that grows with each edit.

    `recorded_at` is the database's own clock (UTC). When a thing happened is `occurred_at` or a noun's own field.
    """

    RETENTION: ClassVar[Retention]

    public_id = models.UUIDField(unique=True, default=randomness.new_public_id, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class DatedValue(Record):
    """A value of a person that counts in figures: valid from a day to before another day (London days)."""

    RETENTION = Retention.HEALTH

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def tracked(model: type[M]) -> type[M]:
    """Keep each row as it was before a change or a removal. Triggers do it, so no write can pass it by."""
    # Trackers take on the fields of the model they are first used for: each model needs its own.
    decorate: Callable[[type[M]], type[M]] = pghistory.track(
        pghistory.UpdateEvent(), pghistory.DeleteEvent(), context_field=_NO_CONTEXT
    )
    return decorate(model)
