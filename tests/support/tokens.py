"""API clients for tests: an OAuth2 application, the membership that it acts for, and a token."""

from datetime import timedelta
from typing import Any, TypeAlias

from django.test import Client
from django.utils import timezone
from oauth2_provider.models import get_access_token_model, get_application_model, set_token_value

from referrals.actions.organisation import accounts
from referrals.kit import randomness
from referrals.kit.actor import SCHEDULE
from referrals.models import Membership

ALL_SCOPES = "referrals days observatory"
JSON = "application/json"
# An HttpResponse with `json()`, for which django-stubs has no public name.
Answered: TypeAlias = Any


def issue(membership: Membership, *, scope: str = ALL_SCOPES, lifetime: timedelta = timedelta(hours=1)) -> str:
    """A token for a membership."""
    application = get_application_model().objects.create(
        name="Test",
        client_type="confidential",
        authorization_grant_type="client-credentials",
        # Hashing is slow on purpose, and no test asks with this secret.
        hash_client_secret=False,
    )
    accounts.add_client(client_id=application.client_id, membership=membership, by=SCHEDULE)
    token = get_access_token_model()(application=application, scope=scope, expires=timezone.now() + lifetime)
    secret = randomness.new_secret()
    set_token_value(token, secret)
    token.save()
    return secret


class Api:
    """A system that calls the REST interface with a token."""

    def __init__(self, token: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Answered:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any, key: str = "") -> Answered:
        """`body` as JSON; a str is sent as it stands."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.post(f"/api/v1/{path}", body, content_type=JSON, headers=headers)
