"""How people are reached."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals import provenance, reaches
from referrals.models.choices import ContactKind
from referrals.models.organisation.organisations import Membership
from referrals.models.people.detail_choices import SOURCES, Proof
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
    """A phone number or e-mail address, and what is safe to do with it. It is known by what it `reaches`.

    `source` is the door by which it came, and who said it there, if a member did. Until it is proved to be the
    person's (`proved_at`), no link that opens something goes there (`referrals.provenance`).
    """

    RETENTION = Retention.HEALTH

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=12, choices=ContactKind)
    value = models.CharField(max_length=254)
    reaches = ReachField(max_length=254, db_default="", editable=False)
    safe_to_call = models.BooleanField(_("safe to call"), default=True)
    safe_to_leave_message = models.BooleanField(_("safe to leave a message"), default=True)
    safe_to_write = models.BooleanField(_("safe to write"), default=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(
        max_length=12,
        choices=SOURCES,
        default=provenance.Source.UNKNOWN.value,
        db_default=provenance.Source.UNKNOWN.value,
    )
    said_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)
    proved_at = models.DateTimeField(null=True, blank=True)
    proved_how = models.CharField(max_length=10, choices=Proof, blank=True, default="", db_default="")
    proved_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")

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
            models.CheckConstraint(
                name="contact_point_proved_somehow",
                condition=Q(proved_at=None, proved_how="", proved_by=None)
                | Q(proved_at__isnull=False, proved_how__in=Proof.values),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_proved(self) -> bool:
        """Whether it is known to be the person's."""
        return self.proved_at is not None

    @property
    def is_told(self) -> bool:
        """Whether ordinary messages go there, if it is safe."""
        return provenance.is_told(self.source, is_proved=self.is_proved)

    @property
    def proves_by_link(self) -> bool:
        """Whether a link that the team sends there proves it."""
        return provenance.proves_by_link(self.source)
