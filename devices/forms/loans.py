"""What a link worker types when they hand a wearable over."""

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import NHSDateField


class HandOverForm(NHSForm):
    """Which wearable, since when, and the person's agreement."""

    dense = True

    # Its choices are what is in stock.
    device = forms.ChoiceField()
    since = NHSDateField(
        label=gettext_lazy("They have had it since"),
        help_text=gettext_lazy("Today, or up to 30 days ago if they agreed on that day."),
        past=True,
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("The person agreed to wear it and to us keeping its step counts; they can stop at any time"),
        error_messages={"required": gettext_lazy("Ask the person first: without their agreement nothing is kept")},
    )

    def __init__(self, data: Sent = None, *, devices: list[tuple[str, str]], **options: Unpack[FormOptions]) -> None:
        """`devices` are those in stock, as public id and label."""
        choices = [("", gettext_lazy("Choose from the stock")), *devices]
        device = forms.ChoiceField(label=gettext_lazy("Wearable"), choices=choices)
        super().__init__(data, more_fields={"device": device}, **options)
