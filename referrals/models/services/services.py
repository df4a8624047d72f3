"""What local organisations offer: services, their dated sessions, and the tags that people carry to them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals import tags
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models.choices import NeedCode, Sex
from referrals.models.organisation.organisations import Organisation
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention, tracked
from referrals.models.services.service_choices import CancelReason, ClosingReason, ServiceStatus, Weekday

MOST_WALK_INS = 999


class ServiceQuerySet(models.QuerySet["Service"]):
    def kept_by(self, by: Actor) -> ServiceQuerySet:
        """The services whose registers the actor's organisation keeps."""
        if by.kind is ActorKind.SCHEDULE:
            return self
        return self.filter(organisation=by.organisation_id) if by.role is Role.PROVIDER else self.none()


@tracked
class Service(Record):
    """Something a provider offers. `places` is None where there is no limit.

    `source` and `source_id` say which directory's row it came from; both are blank for one that was added here.
    """

    RETENTION = Retention.REFERENCE

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    needs = ArrayField(models.CharField(max_length=20, choices=NeedCode), verbose_name=_("helps with"))
    # What its directory's words speak of, until a link worker's team confirms what it helps with.
    proposed_needs = ArrayField(
        models.CharField(max_length=20, choices=NeedCode), default=list, db_default=[], blank=True, editable=False
    )
    location = models.CharField(_("place"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    schedule = models.CharField(_("when"), max_length=600, blank=True)
    # The days on which it meets, as far as they are known; `schedule` says it in words.
    days = ArrayField(models.CharField(max_length=3, choices=Weekday), verbose_name=_("days"), default=list, blank=True)
    cost = models.CharField(_("cost"), max_length=600, blank=True)
    # None where nobody has said.
    is_free = models.BooleanField(_("free of charge"), null=True, blank=True)
    eligibility = models.TextField(_("who it is for"), max_length=2000, blank=True, default="", db_default="")
    accessibility = models.TextField(_("access"), max_length=2000, blank=True, default="", db_default="")
    website = models.URLField(_("website"), max_length=300, blank=True, default="", db_default="")
    email = models.EmailField(_("e-mail"), max_length=254, blank=True, default="", db_default="")
    phone = models.CharField(_("telephone"), max_length=30, blank=True, default="", db_default="")
    language = models.CharField(_("languages"), max_length=60, default="English")
    is_step_free = models.BooleanField(_("step-free"), default=False)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    weeks_to_wait = models.PositiveSmallIntegerField(_("weeks to wait"), null=True, blank=True)
    # Where it is, if its directory says; otherwise its postcode does (see `selectors.places`).
    latitude = models.FloatField(null=True, blank=True, editable=False)
    longitude = models.FloatField(null=True, blank=True, editable=False)
    # Whom it takes (see `criteria`); what cannot be said so stands in `eligibility`.
    youngest = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    oldest = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    for_sex = models.CharField(max_length=10, choices=Sex, blank=True, default="", db_default="")
    for_carers = models.BooleanField(_("for carers only"), default=False, db_default=False)
    # Codes of local authorities; none means that it takes people from anywhere.
    area_codes = ArrayField(models.CharField(max_length=9), verbose_name=_("areas"), default=list, blank=True)
    takes_self_referrals = models.BooleanField(_("people can come by themselves"), default=True, db_default=True)
    # Minutes after a session's end in which a tag shown to its reader still counts.
    scan_grace = models.PositiveSmallIntegerField(_("minutes for late scans"), default=0, db_default=0)
    status = models.CharField(max_length=12, choices=ServiceStatus, default=ServiceStatus.OPEN)
    # The least about a person that the service needs to keep them safe; shown to it beside the name.
    asks_for_health_needs = models.BooleanField(default=False)
    assured_on = models.DateField(_("last confirmed"), null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=20, choices=ClosingReason, blank=True, default="", db_default="")
    source = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)
    source_id = models.CharField(max_length=300, blank=True, default="", db_default="", editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="service_status", condition=Q(status__in=ServiceStatus.values)),
            models.CheckConstraint(
                name="service_closing",
                condition=Q(closed_on=None, closed_because="")
                | Q(status="closed", closed_on__isnull=False, closed_because__in=ClosingReason.values),
            ),
            models.CheckConstraint(
                name="service_ages",
                condition=Q(youngest=None) | Q(oldest=None) | Q(oldest__gte=F("youngest")),
            ),
            models.CheckConstraint(name="service_for_sex", condition=Q(for_sex__in=["", Sex.FEMALE, Sex.MALE])),
            models.CheckConstraint(name="service_scan_grace", condition=Q(scan_grace__lte=tags.MOST_GRACE)),
            models.CheckConstraint(
                name="service_somewhere_whole",
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
            ),
            # A directory may not say what its services help with.
            models.CheckConstraint(name="service_has_needs", condition=Q(needs__len__gte=1) | ~Q(source="")),
            models.UniqueConstraint(
                name="service_once_per_source", fields=["source", "source_id"], condition=~Q(source="")
            ),
            models.CheckConstraint(
                name="service_source_with_id",
                condition=Q(source="", source_id="") | ~(Q(source="") | Q(source_id="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Session(Record):
    """One dated meeting of a service. `marked_at` is when its register was declared complete."""

    RETENTION = Retention.REFERENCE

    service = models.ForeignKey(Service, models.PROTECT, related_name="sessions")
    code = models.CharField(max_length=20, unique=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # Blank where its service closed, which says why.
    cancelled_because = models.CharField(
        _("why it is cancelled"), max_length=20, choices=CancelReason, blank=True, default="", db_default=""
    )
    marked_at = models.DateTimeField(null=True, blank=True)
    # How many came whom nobody had referred. They are nobody's attendance, and in no figure.
    walk_ins = models.PositiveSmallIntegerField(_("came without a referral"), default=0, db_default=0)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="session_walk_ins", condition=Q(walk_ins__lte=MOST_WALK_INS)),
            models.CheckConstraint(name="session_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="session_cancelled_because",
                condition=Q(cancelled_because="")
                | Q(cancelled_at__isnull=False, cancelled_because__in=CancelReason.values),
            ),
            models.CheckConstraint(
                name="session_cancelled_is_not_marked", condition=Q(cancelled_at=None) | Q(marked_at=None)
            ),
        ]
        indexes = [models.Index(name="session_when", fields=["starts_at"])]

    def __str__(self) -> str:
        return self.code


@tracked
class Tag(Record):
    """A card or phone tag that someone shows to the reader at a service's door."""

    RETENTION = Retention.HEALTH

    code = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, related_name="tags")
    service = models.ForeignKey(Service, models.PROTECT, related_name="tags")
    issued_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="tag_with_one_person", fields=["service", "code"], condition=Q(returned_at=None)
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
