"""What narrows the directory down. Codes only, so that it may stand in an address."""

from django import forms
from django.utils.translation import gettext_lazy

from referrals.forms.base import NHSForm
from referrals.models.choices import NeedCode


class FilterForm(NHSForm):
    """A need, step-free access, a place free now."""

    dense = True

    need = forms.ChoiceField(
        label=gettext_lazy("Help with"), choices=[("", gettext_lazy("Anything")), *NeedCode.choices], required=False
    )
    step_free = forms.BooleanField(label=gettext_lazy("Step-free"), required=False)
    has_place = forms.BooleanField(label=gettext_lazy("Has a place free"), required=False)
