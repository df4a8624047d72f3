"""What a manager types about devices: a new one, and to whom a wearable is lent."""

from typing import ClassVar, Unpack, cast

from django import forms
from django.utils.translation import gettext_lazy

from devices.kinds import DeviceKind
from devices.models.devices import DEVICE_KINDS
from referrals.kit.forms.base import FormOptions, NHSForm, Sent

# (public id, name)
Choice = tuple[str, str]


class DeviceForm(NHSForm):
    """A wearable, or a reader with the provider where it stands."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=DEVICE_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select what it is")},
    )
    site = forms.ChoiceField(
        label=gettext_lazy("Where does it stand?"),
        error_messages={"required": gettext_lazy("Select the provider where it stands")},
    )
    label = forms.CharField(
        label=gettext_lazy("Label"),
        help_text=gettext_lazy("What is written on it, for example W-014"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
    )
    serial = forms.CharField(label=gettext_lazy("Serial number"), max_length=60, required=False)
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {"kind": {DeviceKind.READER: ("site",)}}

    def __init__(self, data: Sent = None, *, sites: list[Choice], **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        cast(forms.ChoiceField, self.fields["site"]).choices = [("", gettext_lazy("Select a provider")), *sites]


class LendForm(NHSForm):
    """Who gets the wearable."""

    person = forms.ChoiceField(
        label=gettext_lazy("Who gets it?"),
        help_text=gettext_lazy("Everyone whom your team supports and who agreed to wear a step counter"),
        error_messages={"required": gettext_lazy("Select a person")},
    )

    def __init__(self, data: Sent = None, *, people: list[Choice], **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        cast(forms.ChoiceField, self.fields["person"]).choices = [("", gettext_lazy("Select a person")), *people]
