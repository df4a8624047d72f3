"""What a manager types about who answers calls for help, and when to ask after a wearable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack, cast

from django import forms
from django.utils.translation import gettext_lazy

from devices.forms.manager import Choice
from devices.models.alerts import HOURS
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import TelephoneField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ResponderForm(NHSForm):
    """One more who answers."""

    member = forms.ChoiceField(
        label=gettext_lazy("Who answers?"), error_messages={"required": gettext_lazy("Select a member of the team")}
    )
    hours = forms.ChoiceField(
        label=gettext_lazy("When?"),
        choices=HOURS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select when they answer")},
    )
    mobile = TelephoneField(
        label=gettext_lazy("Mobile number for a text"),
        help_text=gettext_lazy("Without one, or where texts are not set up, they get an e-mail"),
        required=False,
    )

    def __init__(self, data: Sent = None, *, members: list[Choice], **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        cast(forms.ChoiceField, self.fields["member"]).choices = [("", gettext_lazy("Select a person")), *members]


def _whole(label: StrOrPromise, least: int, most: int) -> forms.IntegerField:
    narrow = forms.NumberInput(attrs={"class": "nhsuk-input--width-3"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=narrow)


class RulesForm(NHSForm):
    """The team's rules."""

    silent_after = _whole(gettext_lazy("Ask after a wearable that has sent nothing for so many days"), 1, 60)
    low_battery = _whole(gettext_lazy("Have it charged below so many percent of battery"), 0, 100)
    escalate_after = _whole(gettext_lazy("Ask the next person after so many minutes without an answer"), 1, 120)
    day_begins = _whole(gettext_lazy("The day begins at (hour)"), 0, 23)
    day_ends = _whole(gettext_lazy("The day ends at (hour)"), 1, 24)
