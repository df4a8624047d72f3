"""Asking for a new password."""

from allauth.account.forms import ResetPasswordForm


class AskForPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """allauth's form, which looks nobody up: a worker does, so that the page takes as long for everybody."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])
