"""What a manager types: a new colleague, and who takes over from one who leaves."""

from typing import ClassVar, Unpack, cast

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.permissions import ROLES_AT
from referrals.models.status_words import ROLES


class ColleagueForm(NHSForm):
    """Someone new; the roles are those of the organisation's kind."""

    name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=gettext_lazy("Work email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": gettext_lazy("Enter an email address, like name@example.org")},
    )
    job_title = forms.CharField(label=gettext_lazy("Job title"), max_length=100, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    dense: ClassVar[bool] = True

    def __init__(self, data: Sent = None, *, kind: str, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        choices = [(value, label) for value, label in ROLES if value in ROLES_AT[kind]]
        cast(forms.ChoiceField, self.fields["role"]).choices = choices


class LeavingForm(NHSForm):
    """Ending a role. `heirs` are (public id, name) of who could take over; None where nobody has to be handed over."""

    def __init__(
        self, data: Sent = None, *, heirs: list[tuple[str, str]] | None, **options: Unpack[FormOptions]
    ) -> None:
        more: dict[str, forms.Field] = {}
        if heirs is not None:
            more["heir"] = forms.ChoiceField(
                label=gettext_lazy("Who takes over the people whom they support?"),
                choices=heirs,
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Select who takes over")},
            )
        super().__init__(data, more_fields=more, **options)
