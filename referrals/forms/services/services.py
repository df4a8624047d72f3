"""What narrows services down. It stands in an address: codes, and of a postcode only the sector."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals import postcodes
from referrals.kit.forms.base import NHSForm
from referrals.models.choices import NeedCode
from referrals.models.services.service_choices import Weekday
from referrals.selectors.people import places
from referrals.selectors.people.places import Point
from referrals.selectors.services.searching import Search

# Needs that leave no trace in an address.
SENSITIVE = frozenset({NeedCode.ABUSE.value})


class ServiceFilterForm(NHSForm):
    """A day, a language, step-free access, free of charge, a place free now."""

    dense = True
    all_optional = True

    day = forms.ChoiceField(
        label=gettext_lazy("Day"), choices=[("", gettext_lazy("Any day")), *Weekday.choices], required=False
    )
    language = forms.CharField(
        label=gettext_lazy("Language"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"class": "nhsuk-input--width-10"}),
    )
    step_free = forms.BooleanField(label=gettext_lazy("Step-free"), required=False)
    is_free = forms.BooleanField(label=gettext_lazy("Free of charge"), required=False)
    has_place = forms.BooleanField(label=gettext_lazy("Has a place free"), required=False)

    def search(self) -> Search:
        """What is asked for; what could not be read asks for nothing."""
        self.full_clean()
        return Search(**self.cleaned_data)


class ReferOnFilterForm(ServiceFilterForm):
    """For a link worker, also by words, and beyond what the person's needs suggest."""

    field_order = ("words", "everything")

    words = forms.CharField(
        label=gettext_lazy("Words"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"class": "nhsuk-input--width-20"}),
    )
    everything = forms.BooleanField(label=gettext_lazy("Search all services, whatever they help with"), required=False)


class FilterForm(ServiceFilterForm):
    """For the public, also by need and near which postcode.

    The form is posted, and the page that it leads to has the postcode's sector in its address: a history, a log or a
    colleague who is sent the link learns no more than some thousand homes.
    """

    field_order = ("need", "near")

    need = forms.ChoiceField(
        label=gettext_lazy("Help with"), choices=[("", gettext_lazy("Anything")), *NeedCode.choices], required=False
    )
    near = forms.CharField(
        label=gettext_lazy("Near which postcode?"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"class": "nhsuk-input--width-10", "autocomplete": "postal-code"}),
    )

    @property
    def is_sensitive(self) -> bool:
        """Whether somebody who sees the address or the history could endanger whoever asks."""
        return self["need"].data in SENSITIVE

    def clean_near(self) -> Point | None:
        typed = self.cleaned_data["near"]
        if not typed:
            return None
        around = postcodes.around(typed)
        if around is None:
            raise ValidationError(_("Enter a postcode or its first part, like M33 2AB or M33"), code="invalid")
        point = places.middle_of(around)
        if point is None:
            message = _("We do not know where %(around)s is: try the postcode of a place nearby")
            raise ValidationError(message % {"around": around}, code="unknown")
        return point

    def asked(self) -> dict[str, object]:
        """A valid form as it may stand in an address."""
        near: Point | None = self.cleaned_data["near"]
        words = {name: "on" if value is True else value for name, value in self.cleaned_data.items() if value}
        return words | ({"near": near.name} if near else {})
