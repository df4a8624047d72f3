"""The code that somebody types beside their password."""

from collections.abc import Collection

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import NHSForm
from referrals.one_time_codes import DIGITS, digits_of

# With spaces, as it stands on paper.
LONGEST = 30
RECOVERY_DIGITS = 12


class CodeField(forms.CharField):
    """A code of one of these lengths; its value is the digits alone."""

    def __init__(self, lengths: Collection[int]) -> None:
        super().__init__(
            label=gettext_lazy("Security code"),
            help_text=gettext_lazy("The 6 digits that the app shows now."),
            max_length=LONGEST,
            widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
            error_messages={"required": gettext_lazy("Enter the security code")},
        )
        self._lengths = lengths

    def clean(self, value: object) -> str:
        code = digits_of(super().clean(value))
        if not (code.isascii() and code.isdecimal() and len(code) in self._lengths):
            raise ValidationError(_("A security code is 6 digits"), code="no-code")
        return code


class AppCodeForm(NHSForm):
    """The code that an app shows now."""

    code = CodeField([DIGITS])


class CodeForm(AppCodeForm):
    """The app's code, or one of the recovery codes."""

    code = CodeField([DIGITS, RECOVERY_DIGITS])
