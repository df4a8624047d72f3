"""What the token endpoint asks of a client: its secret, or an assertion signed with its key, and scopes of its own."""

from collections.abc import Mapping
from typing import Protocol

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from oauth2_provider.oauth2_validators import OAuth2Validator

from referrals.actions.organisation import clients as actions
from referrals.json_web_keys import ASSERTION_TYPE, UnprovedError, claimed_client, prove
from referrals.selectors.organisation import clients


class Application(Protocol):
    """What the library holds of a client."""

    client_id: str


class TokenRequest(Protocol):
    """A request for a token, as the library gives it; `client` is set once it is let in."""

    decoded_body: list[tuple[str, str]] | None
    client_id: str | None
    client: Application


class Validator(OAuth2Validator):  # type: ignore[misc]  # the library has no types
    """The library's validator, which also knows `private_key_jwt` and SMART's scopes."""

    def authenticate_client(self, request: TokenRequest, *args: object, **kwargs: object) -> bool:
        """Whether the client is who it says; either way it is in the audit of a client that there is."""
        sent = dict(request.decoded_body or [])
        if "client_assertion_type" not in sent and "client_assertion" not in sent:
            is_right = bool(super().authenticate_client(request, *args, **kwargs))
            if not is_right:
                actions.note_refusal(oauth_client_id=request.client_id or "", reason="wrong-secret")
            return is_right
        claimed = claimed_client(sent.get("client_assertion", ""))
        try:
            self._prove(request, claimed, sent)
        except UnprovedError as error:
            actions.note_refusal(oauth_client_id=claimed, reason=str(error))
            return False
        return True

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Application, request: TokenRequest, *_: object, **__: object
    ) -> bool:
        """Whether each of the scopes gives the client something."""
        found = clients.client_of_application(client.client_id)
        return found is not None and bool(scopes) and clients.may_ask_for(found, scopes)

    def _save_bearer_token(
        self, token: Mapping[str, str], request: TokenRequest, *args: object, **kwargs: object
    ) -> None:
        super()._save_bearer_token(token, request, *args, **kwargs)
        actions.note_token(oauth_client_id=request.client.client_id, scopes=token["scope"])

    def _prove(self, request: TokenRequest, claimed: str, sent: Mapping[str, str]) -> None:
        """Let the client in whose key signed; an UnprovedError otherwise. An assertion that proves is used up."""
        client = clients.client_of_application(claimed)
        if client is None or not client.keys:
            raise UnprovedError("no-keys")
        if sent.get("client_assertion_type") != ASSERTION_TYPE or request.client_id not in {None, claimed}:
            raise UnprovedError("other-client")
        found, ends_at = prove(
            sent["client_assertion"],
            keys=client.keys,
            client_id=claimed,
            audience=token_address(),
            now=timezone.now(),
        )
        actions.use_assertion(client=client, assertion_id=found, ends_at=ends_at)
        if self._load_application(claimed, request) is None:
            raise UnprovedError("no-application")
        request.client_id = claimed


def token_address() -> str:
    """The token endpoint as systems know it: what an assertion is for (`aud`)."""
    return f"{settings.BASE_URL}{reverse('oauth-token')}"
