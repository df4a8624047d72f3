"""Signing in: no one signs up by themselves; a manager adds them."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth, closed for sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
