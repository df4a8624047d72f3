"""What a token may do, by the same permissions as the pages."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from referrals.permissions import Actor, Permission


def needs(permission: Permission) -> type[BasePermission]:
    """A REST framework permission class that asks the actor."""

    class Needs(BasePermission):
        def has_permission(self, request: Request, view: Any) -> bool:
            return isinstance(request.auth, Actor) and request.auth.may(permission)

    return Needs
