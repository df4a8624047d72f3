"""Templates of care pathways: what a team usually agrees with people in one situation."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.models.choices import NeedCode
from referrals.models.organisation.organisations import Organisation
from referrals.models.record import Record, Retention, tracked


class PathwayTemplateQuerySet(models.QuerySet["PathwayTemplate"]):
    def in_use(self) -> PathwayTemplateQuerySet:
        return self.filter(retired_at=None)

    def retired(self) -> PathwayTemplateQuerySet:
        return self.exclude(retired_at=None)


@tracked
class PathwayTemplate(Record):
    """Goals and contacts, each with its working days from the day on which the template is used for someone."""

    RETENTION = Retention.REFERENCE

    team = models.ForeignKey(Organisation, models.PROTECT, related_name="pathway_templates")
    name = models.CharField(_("name"), max_length=100)
    needs = ArrayField(models.CharField(max_length=20, choices=NeedCode), verbose_name=_("reasons"))
    # Pairs of working days and words.
    goals = models.JSONField(_("goals"))
    contacts = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("contacts"))
    measures = ArrayField(models.CharField(max_length=20), verbose_name=_("measures"))
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = PathwayTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(name="pathway_name_once", fields=["team", "name"], condition=Q(retired_at=None)),
            models.CheckConstraint(name="pathway_has_goals", condition=~Q(goals=[])),
        ]

    def __str__(self) -> str:
        return self.name
