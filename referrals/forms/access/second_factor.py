"""The code that somebody types beside their password."""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import NHSForm
from referrals.one_time_codes import DIGITS, digits_of

# With spaces, as it stands on paper.
LONGEST = 30


class AppCodeForm(NHSForm):
    """The code that an app shows now."""

    code = forms.CharField(
        label=gettext_lazy("Security code"),
        help_text=gettext_lazy("The 6 digits that the app shows now."),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Enter the security code")},
    )
    lengths: ClassVar[frozenset[int]] = frozenset({DIGITS})

    def clean_code(self) -> str:
        code = digits_of(self.cleaned_data["code"])
        if not (code.isascii() and code.isdecimal() and len(code) in self.lengths):
            raise ValidationError(_("A security code is 6 digits"), code="no-code")
        return code


class CodeForm(AppCodeForm):
    """The app's code, or one of the recovery codes."""

    lengths: ClassVar[frozenset[int]] = frozenset({DIGITS, 12})
