"""What a token may do: the same permissions as on the pages, within the token's scopes."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from referrals.kit.actor import Actor
from referrals.kit.permissions import Permission


def needs(permission: Permission) -> type[BasePermission]:
    """A REST framework permission class: the client's role at the organisation and its token include the permission."""

    class Needs(BasePermission):
        def has_permission(self, request: Request, view: object) -> bool:
            return isinstance(request.auth, Actor) and request.auth.may(permission)

    return Needs
