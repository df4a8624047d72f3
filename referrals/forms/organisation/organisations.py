"""What an administrator types of organisations: a new one, changes, which one goes on in its place."""

from typing import ClassVar, Unpack, cast

from django import forms
from django.utils.translation import gettext_lazy

from referrals.drafts import OrganisationDraft
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import TelephoneField, VersionField
from referrals.models.choices import OrganisationKind
from referrals.selectors.organisation.areas import Search

# What an administrator adds: the board is the area itself.
ADDED = [choice for choice in OrganisationKind.choices if choice[0] != OrganisationKind.ICB.value]
Choices = dict[str, tuple[int, str]]


class FilterForm(NHSForm):
    """What narrows the list down, in the address."""

    all_optional: ClassVar[bool] = True
    dense: ClassVar[bool] = True
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("All kinds")), *OrganisationKind.choices], required=False
    )
    name = forms.CharField(label=gettext_lazy("Name or ODS code"), max_length=100, required=False)
    ended = forms.BooleanField(label=gettext_lazy("Ended ones too"), required=False)

    def search(self) -> Search:
        """What is asked for; what could not be read asks for nothing."""
        self.full_clean()
        return Search(**self.cleaned_data)


class OrganisationFields(NHSForm):
    """What is known of an organisation. Choices are public id → (key, name)."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    ods_code = forms.RegexField(
        r"^[A-Za-z0-9]{3,12}$",
        label=gettext_lazy("ODS code"),
        help_text=gettext_lazy("Practices and networks have one, such as P91001."),
        max_length=12,
        required=False,
        error_messages={"invalid": gettext_lazy("Enter an ODS code, like P91001")},
        widget=forms.TextInput({"class": "nhsuk-input--width-10", "spellcheck": "false", "autocomplete": "off"}),
    )
    parent = forms.ChoiceField(label=gettext_lazy("Where in the area it lies"), required=False)
    refers_to = forms.ChoiceField(
        label=gettext_lazy("The team that it refers to"),
        help_text=gettext_lazy("For a practice: without one its staff cannot refer anybody."),
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("Where it hears of referrals. Not one person's own address."),
        max_length=254,
        required=False,
        error_messages={"invalid": gettext_lazy("Enter an email address, like name@example.org")},
    )
    phone = TelephoneField(label=gettext_lazy("Telephone number"), max_length=30, required=False)
    area_code = forms.RegexField(
        r"^[A-Z]\d{8}$",
        label=gettext_lazy("Local authority code"),
        help_text=gettext_lazy("The ONS code, such as E08000009."),
        max_length=9,
        required=False,
        error_messages={"invalid": gettext_lazy("Enter an ONS code, like E08000009")},
        widget=forms.TextInput({"class": "nhsuk-input--width-10", "spellcheck": "false"}),
    )
    dense: ClassVar[bool] = True

    def __init__(self, data: Sent = None, *, parents: Choices, teams: Choices, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.choices = {"parent": parents, "refers_to": teams}
        for name, choices in self.choices.items():
            named = [(key, label) for key, (_pk, label) in choices.items()]
            cast(forms.ChoiceField, self.fields[name]).choices = [("", gettext_lazy("None")), *named]

    def draft(self, kind: str) -> OrganisationDraft:
        """What was typed of an organisation of a kind."""
        data = self.cleaned_data
        return OrganisationDraft(
            name=data["name"],
            kind=kind,
            ods_code=data["ods_code"].strip().upper(),
            parent_id=self._key("parent"),
            refers_to_id=self._key("refers_to"),
            email=data["email"],
            phone=data["phone"],
            area_code=data["area_code"],
        )

    def _key(self, name: str) -> int | None:
        chosen = self.cleaned_data[name]
        return self.choices[name][chosen][0] if chosen else None


class AddForm(OrganisationFields):
    """A new organisation."""

    field_order = ("kind", "name")
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ADDED, widget=forms.RadioSelect)


class EditForm(OrganisationFields):
    """Changes to one; its kind stays."""

    version = VersionField()


class SureForm(NHSForm):
    """Ending one, which cannot be taken back."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("I know that this cannot be undone"),
        error_messages={"required": gettext_lazy("Tick the box if you want to go on")},
    )


class MergeForm(SureForm):
    """Which one goes on; `others` are (public id, name)."""

    field_order = ("into", "is_sure")
    into = forms.ChoiceField(
        label=gettext_lazy("Which one goes on in its place?"),
        error_messages={"required": gettext_lazy("Select the one that goes on")},
    )

    def __init__(self, data: Sent = None, *, others: list[tuple[str, str]], **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        cast(forms.ChoiceField, self.fields["into"]).choices = [("", gettext_lazy("Choose one")), *others]


class ProviderFilterForm(NHSForm):
    """Letters of a provider's name, in the address: it is no person's."""

    all_optional: ClassVar[bool] = True
    search = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=100, required=False)

    def name(self) -> str:
        """What is looked for; what could not be read looks for nothing."""
        self.full_clean()
        found: str = self.cleaned_data.get("search", "")
        return found.strip()


class ProviderForm(NHSForm):
    """A local organisation that a team wants to ask, when no directory has it."""

    name = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("Where it hears of people who are referred to it."),
        max_length=254,
        error_messages={"invalid": gettext_lazy("Enter an email address, like name@example.org")},
    )
    phone = TelephoneField(label=gettext_lazy("Telephone number"), max_length=30, required=False)
    dense: ClassVar[bool] = True
