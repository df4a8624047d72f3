"""What is typed about people who work somewhere: whom to invite, another role, and who takes over from a leaver."""

from collections.abc import Collection
from typing import ClassVar, Unpack, cast

from django import forms
from django.utils.translation import gettext_lazy

from referrals.drafts import InvitationDraft
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.permissions import Role
from referrals.models.status_words import ROLES

Heirs = list[tuple[str, str]] | None


def _roles(roles: Collection[Role]) -> list[tuple[str, object]]:
    return [(value, label) for value, label in ROLES if value in roles]


class InviteForm(NHSForm):
    """Somebody who is asked to work here; `roles` are those that the inviter may give."""

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

    def __init__(self, data: Sent = None, *, roles: Collection[Role], **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        cast(forms.ChoiceField, self.fields["role"]).choices = _roles(roles)

    def draft(self) -> InvitationDraft:
        """What was typed."""
        data = self.cleaned_data
        return InvitationDraft(data["name"], data["email"], Role(data["role"]), data["job_title"])


def _heir(heirs: Heirs) -> dict[str, forms.Field]:
    """Who takes over, by (public id, name); nothing is asked where nobody has to be handed over (None)."""
    if heirs is None:
        return {}
    field = forms.ChoiceField(
        label=gettext_lazy("Who takes over the people whom they support?"),
        choices=heirs,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select who takes over")},
    )
    return {"heir": field}


class LeavingForm(NHSForm):
    """Ending a role."""

    def __init__(self, data: Sent = None, *, heirs: Heirs, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, more_fields=_heir(heirs), **options)


class RoleForm(NHSForm):
    """Another role in the same organisation."""

    role = forms.ChoiceField(label=gettext_lazy("New role"), widget=forms.RadioSelect)
    dense: ClassVar[bool] = True

    def __init__(
        self, data: Sent = None, *, roles: Collection[Role], heirs: Heirs, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, more_fields=_heir(heirs), **options)
        cast(forms.ChoiceField, self.fields["role"]).choices = _roles(roles)
