"""Who someone is, where they are registered, and what else a link worker keeps of them."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.drafts import IdentityDraft, RelatedDraft
from referrals.forms.intake.referral import NOTHING_CHOSEN, NUMBER_REASONS, PersonFields
from referrals.forms.people.person_details import ReasonedForm, since_field
from referrals.kit.forms.fields import NHSDateField, NHSNumberField, TelephoneField, YesNoField
from referrals.models import Organisation, Person, RelatedPerson
from referrals.models.choices import (
    DigitalAccess,
    LongTermConditionCode,
    MissingReason,
    ProxyAuthority,
    Sex,
)
from referrals.selectors.organisation import teams


class IdentityForm(ReasonedForm):
    """Name, date of birth, sex and NHS number; saved once `confirmed` says that its reader has seen what it does."""

    reasons: ClassVar[dict[str, str]] = {"nhs_number": "nhs_number_missing_reason"}

    given_name = PersonFields.base_fields["given_name"]
    family_name = PersonFields.base_fields["family_name"]
    preferred_name = forms.CharField(
        label=gettext_lazy("What do they want to be called?"),
        help_text=gettext_lazy("Their first name for every page, if it is another"),
        max_length=100,
        required=False,
    )
    born_on = NHSDateField(label=gettext_lazy("Date of birth"), past=True)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=Sex.choices)
    nhs_number = NHSNumberField()
    nhs_number_missing_reason = forms.ChoiceField(
        label=gettext_lazy("Why is there no NHS number?"),
        choices=[NOTHING_CHOSEN, *((reason.value, reason.label) for reason in NUMBER_REASONS)],
        required=False,
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def draft(self) -> IdentityDraft:
        """Who they are, as typed."""
        data = self.cleaned_data
        return IdentityDraft(
            given_name=data["given_name"],
            family_name=data["family_name"],
            preferred_name=data["preferred_name"],
            born_on=data["born_on"],
            sex=data["sex"],
            nhs_number=data["nhs_number"] or None,
            nhs_number_missing_reason="" if data["nhs_number"] else data["nhs_number_missing_reason"],
        )


def _practices() -> list[tuple[str, object]]:
    return [NOTHING_CHOSEN, *((str(practice.public_id), practice.name) for practice in teams.open_practices())]


class PracticeForm(ReasonedForm):
    """Where someone is registered, or why nowhere."""

    reasons: ClassVar[dict[str, str]] = {"practice": "practice_missing_reason"}

    practice = forms.ChoiceField(label=gettext_lazy("GP surgery"), choices=_practices)
    practice_missing_reason = forms.ChoiceField(
        label=gettext_lazy("Why is there no GP surgery?"),
        choices=[NOTHING_CHOSEN, *MissingReason.choices],
        required=False,
    )
    since = since_field()

    @property
    def chosen(self) -> Organisation | None:
        """The practice, if one was chosen."""
        return teams.of_choice(self.cleaned_data["practice"], "")[0]


class NeedsForm(ReasonedForm):
    """What someone needs to be understood, and how they live."""

    inline: ClassVar[frozenset[str]] = ReasonedForm.inline | {"needs_interpreter"}

    language = forms.CharField(label=gettext_lazy("Which language do they speak best?"), max_length=60)
    needs_interpreter = YesNoField(label=gettext_lazy("Is an interpreter needed?"))
    communication_needs = forms.CharField(
        label=gettext_lazy("Other needs in talking or reading"),
        help_text=gettext_lazy("For example, large print or a hearing loop"),
        max_length=500,
        required=False,
    )
    digital_access = forms.ChoiceField(
        label=gettext_lazy("Do they go online?"), choices=DigitalAccess.choices, widget=forms.RadioSelect
    )
    is_carer = forms.BooleanField(label=gettext_lazy("They look after someone"), required=False)

    @staticmethod
    def initial_of(person: Person) -> dict[str, object]:
        """What is known of them."""
        names = ("language", "communication_needs", "digital_access", "is_carer", "version")
        known = {name: getattr(person, name) for name in names}
        return known | {"needs_interpreter": "yes" if person.needs_interpreter else "no"}


class ConditionsForm(ReasonedForm):
    """Long-term conditions that matter for support."""

    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Long-term conditions"),
        choices=LongTermConditionCode.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


OF_RELATED = ("name", "relationship", "phone", "is_emergency_contact", "is_carer", "authority")


class RelatedForm(ReasonedForm):
    """Someone close to the person."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    relationship = forms.CharField(
        label=gettext_lazy("Who they are to the person"),
        help_text=gettext_lazy("For example, daughter or neighbour"),
        max_length=60,
    )
    phone = TelephoneField(required=False)
    is_emergency_contact = forms.BooleanField(label=gettext_lazy("Call them in an emergency"), required=False)
    is_carer = forms.BooleanField(label=gettext_lazy("They care for the person"), required=False)
    authority = forms.ChoiceField(
        label=gettext_lazy("May they decide for the person?"),
        choices=ProxyAuthority.choices,
        initial=ProxyAuthority.NONE.value,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, object]:
        super().clean()
        data = self.cleaned_data
        if data.get("is_emergency_contact") and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Enter the telephone number to call in an emergency"))
        return self.cleaned_data

    def draft(self) -> RelatedDraft:
        """As typed."""
        return RelatedDraft(**{name: self.cleaned_data[name] for name in OF_RELATED})

    @staticmethod
    def initial_of(related: RelatedPerson) -> dict[str, object]:
        """What is known of them."""
        return {name: getattr(related, name) for name in OF_RELATED} | {"version": related.person.version}


class EndForm(ReasonedForm):
    """Why something holds no more."""
