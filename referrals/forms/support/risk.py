"""What a link worker tells a practice of a risk."""

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import NHSForm


class TellPracticeForm(NHSForm):
    """A note for the practice alone."""

    dense = True
    is_about_risk = True

    note = forms.CharField(
        label=gettext_lazy("What must the practice know?"),
        help_text=gettext_lazy("Only the practice and your team read this. The e-mail says nothing of it."),
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
    )
