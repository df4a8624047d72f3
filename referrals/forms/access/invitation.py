"""What somebody types who was invited: their name and the password that they choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import NHSForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = 128


def _password(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": "new-password"})
    return forms.CharField(label=label, max_length=LONGEST, strip=False, widget=widget, help_text=help_text)


class JoinForm(NHSForm):
    """A first password, typed twice. `name` is how colleagues see them."""

    name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    password1 = _password(gettext_lazy("Choose a password"), help_text=gettext_lazy("At least 12 characters."))
    password2 = _password(gettext_lazy("The same password again"))

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        first, second = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        if first and second and first != second:
            self.add_error("password2", ValidationError(_("Type the same password twice"), code="mismatch"))
        return cleaned
