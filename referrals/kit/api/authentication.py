"""Bearer tokens: a request is let in for an API client, acting for one of the organisations that let it."""

import hashlib
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from oauth2_provider.models import get_access_token_model
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from referrals.actions.organisation import clients as actions
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.refusal import Refusal
from referrals.models import ApiClient, ClientRole
from referrals.selectors.organisation import clients

# The name that NHS England's e-Referral Service gives to the same thing.
ORGANISATION_HEADER = "NHSD-End-User-Organisation-ODS"


class BearerAuthentication(BaseAuthentication):
    """`request.user` is the ApiClient, `request.auth` the Actor. All is read afresh for each request."""

    def authenticate(self, request: Request) -> tuple[ApiClient, Actor] | None:
        """None without a bearer token; otherwise a Refusal or AuthenticationFailed unless the client may act."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed
        token = _find_token(words[1])
        client = clients.client_of_application(token.application.client_id)
        if client is None:
            raise AuthenticationFailed
        role = _choose_role(client, request.headers.get(ORGANISATION_HEADER, ""))
        actions.note_use(client=client, now=timezone.now())
        return client, clients.actor_of(role, token.scope.split())

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Bearer"


def actor_of(request: Request) -> Actor:
    """Who acts in a request that was let in."""
    return cast(Actor, request.auth)


# Any: the library has no types.
def _find_token(secret: bytes) -> Any:
    # Tokens are stored as hashes only.
    checksum = hashlib.sha256(secret).hexdigest()
    found = get_access_token_model().objects.select_related("application").filter(token_checksum=checksum).first()
    if found is None or not found.is_valid() or found.application is None:
        raise AuthenticationFailed
    return found


def _choose_role(client: ApiClient, organisation: str) -> ClientRole:
    """The role at the named organisation; where the client acts for one only, its name may be left out."""
    roles = list(clients.roles_in_force(client, local_day(timezone.now())))
    if not roles:
        raise AuthenticationFailed
    if organisation:
        role = clients.role_at(roles, organisation)
        if role is None:
            raise Refusal("not-for-organisation", _("This client does not act for the organisation that was named."))
        return role
    if len(roles) > 1:
        message = _("This client acts for several organisations: name one in the header %(header)s.")
        raise Refusal("organisation-needed", message % {"header": ORGANISATION_HEADER})
    return roles[0]
