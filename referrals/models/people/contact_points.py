"""How people are reached."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals import reaches
from referrals.models.choices import ContactKind
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention, tracked


class ReachField(models.CharField):  # type: ignore[type-arg] # not subscriptable when it runs
    """What a contact point reaches: it follows from the kind and value with each save, however the row is made."""

    def pre_save(self, model_instance: models.Model, add: bool) -> object:  # noqa: FBT001 # Django's own signature
        point: Any = model_instance
        setattr(point, self.attname, reaches.key(point.kind, point.value))
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> Any:
        """For the database it is text like other text."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


@tracked
class ContactPoint(Record):
    """A phone number or e-mail address, and what is safe to do with it. It is known by what it `reaches`."""

    RETENTION = Retention.HEALTH

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=12, choices=ContactKind)
    value = models.CharField(max_length=254)
    reaches = ReachField(max_length=254, db_default="", editable=False)
    safe_to_call = models.BooleanField(_("safe to call"), default=True)
    safe_to_leave_message = models.BooleanField(_("safe to leave a message"), default=True)
    safe_to_write = models.BooleanField(_("safe to write"), default=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="contact_point_kind", condition=Q(kind__in=ContactKind.values)),
            models.CheckConstraint(name="contact_point_has_value", condition=~Q(value="")),
            models.UniqueConstraint(
                name="contact_point_once", fields=["person", "kind", "value"], condition=Q(ended_at=None)
            ),
            # The release before this one leaves `reaches` blank: while both run, nothing of it is refused.
            ExclusionConstraint(
                name="contact_point_reaches_once",
                expressions=[("person", RangeOperators.EQUAL), ("reaches", RangeOperators.EQUAL)],
                condition=Q(ended_at=None) & ~Q(reaches=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
