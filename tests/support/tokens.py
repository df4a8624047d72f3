"""API clients for tests: systems, for whom they act, and their tokens."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, TypeAlias

from django.test import Client
from django.utils import timezone

from referrals.actions.organisation import clients
from referrals.kit.actor import SCHEDULE
from referrals.kit.api.authentication import ORGANISATION_HEADER
from referrals.kit.permissions import Role, Scope
from referrals.models import ApiClient, Membership

ALL_SCOPES = tuple(Scope)
JSON = "application/json"
# An HttpResponse with `json()`, for which django-stubs has no public name.
Answered: TypeAlias = Any


def issue(
    membership: Membership, *, scopes: Collection[Scope] = ALL_SCOPES, lifetime: timedelta = timedelta(hours=1)
) -> str:
    """The token of a new client that may do what a member does, where they do it."""
    return token(register(membership, scopes=scopes), lifetime=lifetime)


def register(*places: Membership, scopes: Collection[Scope] = ALL_SCOPES, name: str = "Test") -> ApiClient:
    """A client with the role of each member where they have it."""
    client = clients.register(name=name, scopes=scopes, by=SCHEDULE).client
    for place in places:
        clients.grant(
            client=client,
            role=Role(place.role),
            organisation=place.organisation,
            person=place.person,
            by=SCHEDULE,
            now=timezone.now(),
        )
    return client


def token(
    client: ApiClient, *, scopes: Collection[Scope] = ALL_SCOPES, lifetime: timedelta = timedelta(hours=1)
) -> str:
    """A token of a client."""
    return clients.issue_token(client=client, scopes=scopes, expires=timezone.now() + lifetime, by=SCHEDULE)


class Api:
    """A system that calls the REST interface with a token; `organisation` is what its requests name."""

    def __init__(self, token: str, organisation: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"}
        if organisation:
            headers[ORGANISATION_HEADER] = organisation
        self.client = Client(headers=headers, raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Answered:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any, key: str = "") -> Answered:
        """`body` as JSON; a str is sent as it stands."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.post(f"/api/v1/{path}", body, content_type=JSON, headers=headers)
