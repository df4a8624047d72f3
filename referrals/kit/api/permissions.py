"""What a token may do: its scope, and the same permissions as on the pages."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from referrals.kit.actor import Actor
from referrals.kit.api.authentication import BearerAuthentication
from referrals.kit.permissions import Permission

SCOPES = {
    Permission.REFER: "referrals",
    Permission.READ_REFERRALS: "referrals",
    Permission.READ_DAYS: "days",
    Permission.LEND_DEVICES: "days",
    Permission.READ_OBSERVATORY: "observatory",
}


def needs(permission: Permission) -> type[BasePermission]:
    """A REST framework permission class: the token has the scope and its actor the permission."""

    class Needs(BasePermission):
        def has_permission(self, request: Request, view: Any) -> bool:
            door = request.successful_authenticator
            if not isinstance(door, BearerAuthentication) or SCOPES[permission] not in door.scopes:
                return False
            return isinstance(request.auth, Actor) and request.auth.may(permission)

    return Needs
