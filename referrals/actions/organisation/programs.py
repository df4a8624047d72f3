"""Programs that act for a member through the API."""

from datetime import datetime

from django.db import transaction
from oauth2_provider.models import get_access_token_model, get_application_model

from referrals.actions.organisation import accounts
from referrals.kit import randomness
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.models import Membership


@transaction.atomic
def add(*, name: str, client_id: str, membership: Membership, scope: str, expires: datetime, by: Actor) -> str:
    """A program that acts for a member until `expires`; the answer is its token, of which only the hash is kept."""
    check(by, Permission.KEEP_ORGANISATION)
    application = get_application_model().objects.create(
        name=name,
        client_id=client_id,
        client_type="confidential",
        authorization_grant_type="client-credentials",
        user=membership.user,
    )
    accounts.add_client(client_id=client_id, membership=membership, by=by)
    token = randomness.new_secret()
    get_access_token_model().objects.create(
        user=membership.user, application=application, token=token, expires=expires, scope=scope
    )
    return token
