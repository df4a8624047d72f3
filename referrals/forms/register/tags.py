"""What is typed about a tag: the code on a card, or nothing for a new one to print."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import NHSForm

CODE = r"^[A-Za-z0-9][A-Za-z0-9:.-]{2,39}$"


class TagForm(NHSForm):
    """A reader that types like a keyboard fills the code in; with the button `make` a new code is made instead."""

    code = forms.RegexField(
        label=gettext_lazy("Code of the card"),
        help_text=gettext_lazy("Type it, or hold the card to a reader"),
        regex=CODE,
        strip=True,
        max_length=40,
        required=False,
        widget=forms.TextInput({"class": "nhsuk-input--width-20", "autocapitalize": "characters"}),
        error_messages={"invalid": gettext_lazy("Use 3 to 40 letters, figures, hyphens, colons and full stops")},
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.data.get("make"):
            return ""
        if not code:
            raise ValidationError(_("Type the code of the card, or make a QR code"), code="required")
        return code
