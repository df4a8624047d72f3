"""Bearer tokens: an OAuth2 application acts for one membership."""

import hashlib
from typing import Any, cast

from django.utils import timezone
from oauth2_provider.models import get_access_token_model
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import ActorKind
from referrals.selectors.organisation import accounts


class BearerAuthentication(BaseAuthentication):
    """`request.user` is the membership's user, `request.auth` the Actor. One is made for each request."""

    # What the token was issued for.
    scopes: frozenset[str] = frozenset()

    def authenticate(self, request: Request) -> tuple[Any, Actor] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed
        # Tokens are stored as hashes only.
        checksum = hashlib.sha256(words[1]).hexdigest()
        found = get_access_token_model().objects.select_related("application").filter(token_checksum=checksum).first()
        if found is None or not found.is_valid() or found.application is None:
            raise AuthenticationFailed
        membership = accounts.membership_of_client(found.application.client_id, local_day(timezone.now()))
        if membership is None:
            raise AuthenticationFailed
        self.scopes = frozenset(found.scope.split())
        return membership.user, accounts.actor_of(membership, ActorKind.CLIENT)

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def actor_of(request: Request) -> Actor:
    """Who acts in a request that was let in."""
    return cast(Actor, request.auth)
