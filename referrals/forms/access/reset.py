"""Asking for a new password."""

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest
from django.utils import timezone

from referrals.actions.access import asked


class AskForPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """allauth's form, which looks nobody up: a worker does, so that the page takes as long for everybody."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **_more: object) -> str:
        address = str(self.cleaned_data["email"])
        asked.ask_for_password(address=address, now=timezone.now())
        return address
