"""What a member types to find someone: a name, a number, a reference. It is posted, so that it stands in no address."""

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import NHSForm
from referrals.kit.forms.fields import NHSNumberField


class SearchForm(NHSForm):
    """A word of a name, an NHS number or a reference. It is posted: what people are looked for by stays out of URLs."""

    search = forms.CharField(
        label=gettext_lazy("Name, NHS number or reference"),
        max_length=100,
        widget=forms.TextInput({"type": "search", "class": "nhsuk-input--width-20"}),
    )


class FindPatientForm(NHSForm):
    """The NHS number of a patient whom the practice may know."""

    number = NHSNumberField(label=gettext_lazy("NHS no. of a patient you know"))


class FindPersonForm(NHSForm):
    """Someone whom the team knows, by name or NHS number. It is posted: names stay out of addresses."""

    search = forms.CharField(
        label=gettext_lazy("Someone your team knows: name or NHS number"),
        max_length=100,
        widget=forms.TextInput({"type": "search", "class": "nhsuk-input--width-20"}),
    )


class FindAnyoneForm(NHSForm):
    """The box in the header: anyone of the team by whatever is remembered of them. It is posted."""

    sought = forms.CharField(
        label=gettext_lazy("Find a person"),
        help_text=gettext_lazy(
            "Names in any order, date of birth, telephone, part of the NHS number, or a reference. Ended support too."
        ),
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "class": "nhsuk-input--width-20"}),
    )
