"""API clients: systems that act in their own name, for the organisations that let them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals.kit.permissions import Role
from referrals.models.organisation.organisations import Organisation
from referrals.models.record import Record, Retention
from referrals.models.status_words import ROLES


class ApiClient(Record):
    """A system that calls the API: an OAuth2 application and the scopes it was registered for.

    Its `ClientRole` rows say for whom it may act; each request says for which of them it does.
    """

    RETENTION = Retention.ADMINISTRATION

    # REST framework asks this of whoever a request was let in for.
    is_authenticated = True

    name = models.CharField(_("name"), max_length=150)
    # The application's own client_id: a foreign key would tie the two apps' first migrations into a knot.
    oauth_client_id = models.CharField(max_length=100, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    # Its public keys (JSON Web Keys); it may sign for a token with the private ones, which only it has.
    keys = models.JSONField(null=True, blank=True)
    # The area whose administrators keep it; without one it is kept by commands alone.
    kept_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="kept_clients", db_index=False
    )
    # To the minute: a busy system writes its row once in that time.
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(name="api_client_has_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class UsedAssertion(models.Model):
    """What a client signed to get a token is used up, until it would have ended by itself."""

    RETENTION = Retention.ADMINISTRATION

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="+")
    # A digest of its id, which systems choose as they like.
    digest = models.CharField(max_length=64)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="assertion_used_once", fields=["client", "digest"])]

    def __str__(self) -> str:
        return f"{self.client_id} until {self.ends_at.isoformat()}"


class ClientRole(Record):
    """A client's role at one organisation, or in a person's own app (then `person` stands instead)."""

    RETENTION = Retention.ADMINISTRATION

    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="client_roles")
    person = models.ForeignKey("referrals.Person", models.PROTECT, null=True, blank=True, related_name="client_roles")
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="client_role_role", condition=Q(role__in=[role.value for role in Role])),
            models.CheckConstraint(
                name="client_role_person_or_organisation",
                condition=Q(role="person", person__isnull=False, organisation=None)
                | (~Q(role="person") & Q(person=None, organisation__isnull=False)),
            ),
            models.CheckConstraint(
                name="client_role_period", condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("granted_at"))
            ),
            # A request names an organisation, and that has to say which role the client acts in.
            models.UniqueConstraint(
                name="client_role_once_per_organisation",
                fields=["client", "organisation"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.role}"
