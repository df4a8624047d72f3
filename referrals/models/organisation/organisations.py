"""Organisations and the people who work in them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals.kit.permissions import Role
from referrals.models.choices import OrganisationKind
from referrals.models.record import Record, Retention, tracked
from referrals.models.status_words import ROLES


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def practices(self) -> OrganisationQuerySet:
        return self.filter(kind=OrganisationKind.GP_PRACTICE)

    def teams(self) -> OrganisationQuerySet:
        return self.filter(kind=OrganisationKind.TEAM)


@tracked
class Organisation(Record):
    """A body of the pathway, under another (practice under network under board). Codes and names may end."""

    RETENTION = Retention.REFERENCE

    ods_code = models.CharField(_("ODS code"), max_length=12, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    # The team that a practice refers to, so that a GP never has to choose.
    refers_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="referring_practices")
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    area_code = models.CharField(_("local authority code"), max_length=9, blank=True)
    # Which one went on in its place, when two became one.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # Which directory's organisation it is, for a provider that came from one.
    source = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)
    source_id = models.CharField(max_length=300, blank=True, default="", db_default="", editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="organisation_kind", condition=Q(kind__in=OrganisationKind.values)),
            models.CheckConstraint(
                name="organisation_nhs_body_has_code",
                condition=~Q(kind__in=["gp_practice", "pcn", "icb"]) | Q(ods_code__isnull=False),
            ),
            models.CheckConstraint(
                name="organisation_valid_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
            models.UniqueConstraint(
                name="organisation_once_per_source", fields=["source", "source_id"], condition=~Q(source="")
            ),
            models.CheckConstraint(
                name="organisation_source_with_id",
                condition=Q(source="", source_id="") | ~(Q(source="") | Q(source_id="")),
            ),
            models.CheckConstraint(
                name="organisation_merged_has_ended", condition=Q(merged_into=None) | Q(valid_to__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: str) -> User:
        user = User(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


# The accounts of people who sign in by a mailed link end so; nobody gets mail there.
OWN_ACCOUNT = "@person.invalid"


class User(AbstractUser):
    """Someone who signs in. What they may do is in their memberships."""

    RETENTION = Retention.ADMINISTRATION

    username = None  # type: ignore[assignment]  # AbstractUser offers no other way to drop the field
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()  # type: ignore[misc, assignment]  # django-stubs types AbstractUser.objects by its own manager

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_has_email", condition=~Q(email="")),
            # Django marks by "!" that there is none. A mailed link opens such an account and makes no other key to it.
            models.CheckConstraint(
                name="own_account_has_no_password",
                condition=~Q(email__endswith=OWN_ACCOUNT) | Q(("password__startswith", "!")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_own_account(self) -> bool:
        """Whether it is a person's, opened by a mailed link alone."""
        return self.email.endswith(OWN_ACCOUNT)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


@tracked
class Membership(Record):
    """A user's role in one organisation, or a person's own account (then `person` stands instead)."""

    RETENTION = Retention.ADMINISTRATION

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="memberships")
    person = models.ForeignKey("referrals.Person", models.PROTECT, null=True, blank=True, related_name="memberships")
    job_title = models.CharField(_("job title"), max_length=100, blank=True)
    starts_on = models.DateField()
    # The first day without the role.
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="membership_role", condition=Q(role__in=[role.value for role in Role])),
            models.CheckConstraint(
                name="membership_person_or_organisation",
                condition=Q(role="person", person__isnull=False, organisation=None)
                | (~Q(role="person") & Q(person=None, organisation__isnull=False)),
            ),
            models.CheckConstraint(
                name="membership_period", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
