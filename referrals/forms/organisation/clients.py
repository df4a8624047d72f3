"""What an administrator types of API clients: a new one, and for which organisation it may act as what."""

from typing import ClassVar, Unpack, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from referrals.json_web_keys import Keys, read
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.permissions import Role, Scope
from referrals.kit.refusal import Refusal
from referrals.models.status_words import ROLES

SCOPES = {
    Scope.REFERRALS: gettext_lazy("Send referrals and read what becomes of them"),
    Scope.SUPPORT: gettext_lazy("Take part in what happens to a referral after it was sent"),
    Scope.DAYS: gettext_lazy("Read days of steps"),
    Scope.OBSERVATORY: gettext_lazy("Read weekly figures"),
}
# A client that acts for a person is their own app, which a command registers; none keeps organisations.
AS = [(value, label) for value, label in ROLES if value not in {Role.PERSON, Role.ADMINISTRATOR}]


class ScopesForm(NHSForm):
    """What a client may be asked for."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"),
        choices=[(scope.value, words) for scope, words in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Select at least one")},
    )
    dense: ClassVar[bool] = True


class ClientForm(ScopesForm):
    """A new client."""

    field_order = ("name", "scopes")
    name = forms.CharField(label=gettext_lazy("Name of the system"), max_length=150)


class KeySetField(forms.CharField):
    """A JSON Web Key Set as text; its value is the keys, none for an empty text."""

    def clean(self, value: object) -> Keys:
        text: str = super().clean(value)
        try:
            return read(text) if text else []
        except Refusal as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal


class KeysForm(NHSForm):
    """All its public keys; empty for a client that has a secret alone."""

    keys = KeySetField(
        label=gettext_lazy("Public keys (JWKS)"),
        help_text=gettext_lazy(
            "A JSON Web Key Set. To change a key without a gap, leave the old one beside the new one for a day."
        ),
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
        max_length=20_000,
        required=False,
    )
    dense: ClassVar[bool] = True


class GrantForm(NHSForm):
    """One more organisation for which it acts; `organisations` are (public id, name)."""

    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))
    role = forms.ChoiceField(label=gettext_lazy("It acts there as"), choices=AS, widget=forms.RadioSelect)
    dense: ClassVar[bool] = True

    def __init__(
        self, data: Sent = None, *, organisations: list[tuple[str, str]], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        choices = [("", gettext_lazy("Choose one")), *organisations]
        cast(forms.ChoiceField, self.fields["organisation"]).choices = choices
