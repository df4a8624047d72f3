"""What a token may do: the same permissions as on the pages, within the token's scopes."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from referrals.kit.actor import Actor
from referrals.kit.permissions import Permission


def needs(permission: Permission, *, resource: str = "", letter: str = "") -> type[BasePermission]:
    """A REST framework permission class: the client's role at the organisation and its token include the permission.

    With a FHIR `resource` and the `letter` of an interaction, SMART scopes for these count too, for this request alone.
    """

    class Needs(BasePermission):
        def has_permission(self, request: Request, view: object) -> bool:
            if resource and isinstance(request.auth, Actor):
                request.auth = request.auth.within(resource, letter)
            return isinstance(request.auth, Actor) and request.auth.may(permission)

    return Needs
