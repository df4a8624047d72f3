"""What someone types to open their own page."""

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import NHSForm
from referrals.kit.forms.fields import NHSDateField


class SignInForm(NHSForm):
    """Where to send the link."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The one that your link worker or your GP surgery has."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )


class BornForm(NHSForm):
    """Whose page it is, where several people read mail at one address."""

    born_on = NHSDateField(label=gettext_lazy("Your date of birth"), past=True, autocomplete="bday")
