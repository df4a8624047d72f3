"""Which of their roles someone acts in."""

from typing import ClassVar, Unpack, cast

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import FormOptions, NHSForm, Sent


class MembershipForm(NHSForm):
    """One of the roles that the user has; `choices` are (public id, words)."""

    membership = forms.ChoiceField(
        label=gettext_lazy("Which role do you want to work in?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select a role")},
    )
    heading_field: ClassVar[str] = "membership"

    def __init__(self, data: Sent = None, *, choices: list[tuple[str, str]], **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        cast(forms.ChoiceField, self.fields["membership"]).choices = choices
