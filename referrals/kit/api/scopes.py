"""Which scopes a client may ask the token endpoint for: those it was registered for, and no others."""

from typing import Any

from referrals.kit.permissions import Scope
from referrals.selectors.organisation import clients


class ClientScopes:
    """django-oauth-toolkit's scopes backend. An application without a client, or with an ended one, has none.

    Any: the library has no types.
    """

    def get_all_scopes(self) -> dict[str, str]:
        """Every scope there is, each under its own name."""
        return {scope.value: scope.value for scope in Scope}

    def get_available_scopes(self, application: Any = None, *_args: Any, **_more: Any) -> list[str]:
        """What a token of this application may be for."""
        client = clients.client_of_application(application.client_id) if application else None
        return list(client.scopes) if client else []

    def get_default_scopes(self, application: Any = None, *_args: Any, **_more: Any) -> list[str]:
        """Who asks for no scope gets all of the client's."""
        return self.get_available_scopes(application)
