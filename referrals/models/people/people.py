"""People and what is known of them. One Person per verified NHS number; what may be absent is absent with a reason."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from referrals import names
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models.choices import (
    AgreementPurpose,
    Channel,
    DigitalAccess,
    EthnicCategory,
    LongTermConditionCode,
    MissingReason,
    ProxyAuthority,
    Sex,
)
from referrals.models.organisation.organisations import Organisation
from referrals.models.people.detail_choices import BadTime
from referrals.models.record import DatedValue, Record, Retention, tracked
from referrals.states import SEEN_BY_PROVIDER


def present_or_reasoned(field: str, name: str) -> models.CheckConstraint:
    """Either the value or the reason why it is missing, never both, never neither."""
    absent = Q(**{f"{field}__isnull": True})
    reasoned = Q(**{f"{field}_missing_reason": ""})
    return models.CheckConstraint(name=name, condition=(absent & ~reasoned) | (~absent & reasoned))


def no_overlap(name: str) -> ExclusionConstraint:
    """One value of a person on any day."""
    days = Func(F("valid_from"), F("valid_to"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name, expressions=[("person", RangeOperators.EQUAL), (days, RangeOperators.OVERLAPS)]
    )


class PersonQuerySet(models.QuerySet["Person"]):
    def known_to_providers(self) -> PersonQuerySet:
        """The people who agree that a service knows of them. Asked anew at each read, so taking it back stops it."""
        return self.filter(
            restricted_at=None,
            agreements__purpose=AgreementPurpose.SHARE_WITH_PROVIDER,
            agreements__withdrawn_at=None,
        )

    def visible_to(self, by: Actor) -> PersonQuerySet:
        """The people whom the actor has a relationship with: nobody else's name is ever read."""
        if by.kind is ActorKind.SCHEDULE:
            return self
        if by.role is Role.PERSON:
            return self.filter(pk=by.person_id or 0)
        relationship = _relationship(by)
        if relationship is None:
            return self.none()
        # A subquery, so that several referrals of one person do not make several rows of them.
        return self.filter(restricted_at=None, pk__in=Person.objects.filter(relationship).values("pk"))


def _relationship(by: Actor) -> Q | None:
    """What ties an organisation's member to a person; None for a role that sees nobody."""
    if by.role is Role.GP:
        registered = Q(practices__practice=by.organisation_id, practices__valid_to=None)
        return registered | Q(referrals__referring_organisation=by.organisation_id)
    if by.role in {Role.LINK_WORKER, Role.MANAGER}:
        return Q(episodes__team=by.organisation_id)
    if by.role is Role.PROVIDER:
        return Q(
            pk__in=Person.objects.known_to_providers().values("pk"),
            episodes__onward_referrals__service__organisation=by.organisation_id,
            episodes__onward_referrals__status__in=SEEN_BY_PROVIDER,
        )
    return None


@tracked
class Person(Record):
    """Who is referred. Values that count in figures and change (practice, address, ethnic group) are dated rows."""

    RETENTION = Retention.HEALTH

    nhs_number = models.CharField(_("NHS number"), max_length=10, unique=True, null=True, blank=True)
    nhs_number_missing_reason = models.CharField(max_length=20, choices=MissingReason, blank=True)
    given_name = models.CharField(_("first name"), max_length=100)
    family_name = models.CharField(_("last name"), max_length=100)
    preferred_name = models.CharField(_("preferred name"), max_length=100, blank=True)
    born_on = models.DateField(_("date of birth"))
    died_on = models.DateField(_("date of death"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    preferred_channel = models.CharField(max_length=10, choices=Channel, default=Channel.PHONE)
    # While there is no day nobody has said how they want to be told, and the channel is no more than a guess.
    channel_said_on = models.DateField(null=True, blank=True)
    bad_times = ArrayField(models.CharField(max_length=10, choices=BadTime), default=list, db_default=[], blank=True)
    language = models.CharField(_("language"), max_length=60, default="English")
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    communication_needs = models.CharField(_("communication needs"), max_length=500, blank=True)
    is_carer = models.BooleanField(_("looks after someone"), default=False)
    digital_access = models.CharField(max_length=20, choices=DigitalAccess, default=DigitalAccess.UNKNOWN)
    # Erasure begins here: nobody sees the person any more, then every row goes.
    restricted_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            present_or_reasoned("nhs_number", "person_nhs_number_or_reason"),
            models.CheckConstraint(
                name="person_nhs_number_digits",
                condition=Q(nhs_number=None) | Q(nhs_number__regex=r"^[0-9]{10}$"),
            ),
            models.CheckConstraint(name="person_named", condition=~Q(given_name="") | ~Q(family_name="")),
            models.CheckConstraint(
                name="person_dies_after_birth", condition=Q(died_on=None) | Q(died_on__gte=F("born_on"))
            ),
            models.CheckConstraint(name="person_sex", condition=Q(sex__in=Sex.values)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def full_name(self) -> str:
        """For a page that may show it; `str()` gives the public id, so that a log line never names anyone."""
        return names.full(self.preferred_name or self.given_name, self.family_name)

    @property
    def formal_name(self) -> str:
        """The name as it stands on a letter."""
        return names.full(self.given_name, self.family_name)

    @property
    def wanted_channel(self) -> str:
        """How they said that they want to be told, a Channel; blank while nobody has asked."""
        return self.preferred_channel if self.channel_said_on else ""

    def get_wanted_channel_display(self) -> str:
        """How they want to be told, in words."""
        return str(Channel(self.wanted_channel).label) if self.wanted_channel else ""

    def get_bad_times_display(self) -> str:
        """The times at which they do not want to be rung or texted, in words."""
        return ", ".join(str(BadTime(code).label) for code in self.bad_times)


@tracked
class PersonPractice(DatedValue):
    """The practice where someone is registered."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="practices")
    practice = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="registered_people")
    practice_missing_reason = models.CharField(max_length=20, choices=MissingReason, blank=True)

    class Meta:
        constraints = [
            present_or_reasoned("practice", "person_practice_or_reason"),
            no_overlap("person_practice_one_at_a_time"),
            models.CheckConstraint(
                name="person_practice_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


@tracked
class PersonEthnicity(DatedValue):
    """The NHS ethnic category that someone gave."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="ethnicities")
    category = models.CharField(max_length=2, choices=EthnicCategory)

    class Meta:
        constraints = [
            models.CheckConstraint(name="person_ethnicity_category", condition=Q(category__in=EthnicCategory.values)),
            no_overlap("person_ethnicity_one_at_a_time"),
            models.CheckConstraint(
                name="person_ethnicity_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


@tracked
class PersonAddress(DatedValue):
    """Where someone lives. The small area and its deprivation are looked up once and keep their edition."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="addresses")
    lines = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, null=True, blank=True)
    postcode_missing_reason = models.CharField(max_length=20, choices=MissingReason, blank=True)
    lsoa_code = models.CharField(max_length=9, blank=True)
    area_code = models.CharField(max_length=9, blank=True)
    imd_decile = models.PositiveSmallIntegerField(null=True, blank=True)
    imd_edition = models.CharField(max_length=4, blank=True)
    safe_to_write = models.BooleanField(_("safe to write"), default=True)

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            present_or_reasoned("postcode", "person_address_postcode_or_reason"),
            no_overlap("person_address_one_at_a_time"),
            models.CheckConstraint(
                name="person_address_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
            models.CheckConstraint(
                name="person_address_decile_with_edition",
                condition=Q(imd_decile=None, imd_edition="")
                | (Q(imd_decile__gte=1, imd_decile__lte=10) & ~Q(imd_edition="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


@tracked
class RelatedPerson(Record):
    """An emergency contact, a carer, or someone who may decide for the person, with the authority they have."""

    RETENTION = Retention.HEALTH

    person = models.ForeignKey(Person, models.PROTECT, related_name="related_people")
    name = models.CharField(_("name"), max_length=200)
    relationship = models.CharField(_("relationship"), max_length=60)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    is_emergency_contact = models.BooleanField(default=False)
    is_carer = models.BooleanField(default=False)
    authority = models.CharField(max_length=20, choices=ProxyAuthority, default=ProxyAuthority.NONE)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "related people"
        constraints = [
            models.CheckConstraint(
                name="related_person_emergency_has_phone", condition=Q(is_emergency_contact=False) | ~Q(phone="")
            ),
            models.CheckConstraint(name="related_person_authority", condition=Q(authority__in=ProxyAuthority.values)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


@tracked
class LongTermCondition(Record):
    """A long-term condition that matters for support."""

    RETENTION = Retention.HEALTH

    person = models.ForeignKey(Person, models.PROTECT, related_name="long_term_conditions")
    code = models.CharField(max_length=20, choices=LongTermConditionCode)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="long_term_condition_once", fields=["person", "code"]),
            models.CheckConstraint(name="long_term_condition_code", condition=Q(code__in=LongTermConditionCode.values)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
