"""What a link worker puts right about a person. Each form carries the person's version from when it was opened."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from referrals.drafts import AddressDraft
from referrals.kit.forms.base import NHSForm
from referrals.kit.forms.fields import NHSDateField, PostcodeField, VersionField
from referrals.models.choices import EthnicCategory, MissingReason
from referrals.models.people.detail_choices import ChangeReason


def _reason() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Why do you change it?"),
        choices=ChangeReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select why you change it")},
    )


def since_field() -> NHSDateField:
    return NHSDateField(
        label=gettext_lazy("Since when?"),
        help_text=gettext_lazy("Empty: today. An earlier day takes the place of what stood from that day on."),
        past=True,
        required=False,
    )


class DetailsForm(NHSForm):
    """A change to a person's details."""

    dense = True

    version = VersionField()


class ReasonedForm(DetailsForm):
    """The same with a reason, which stands in the history."""

    inline: ClassVar[frozenset[str]] = frozenset({"reason"})

    reason = _reason()


class SafetyForm(ReasonedForm):
    """What is safe to do with one phone number or e-mail address."""

    safe_to_call = forms.BooleanField(label=gettext_lazy("Safe to call"), required=False)
    safe_to_leave_message = forms.BooleanField(label=gettext_lazy("Safe to leave a message"), required=False)
    safe_to_write = forms.BooleanField(label=gettext_lazy("Safe to write"), required=False)


class EthnicityForm(ReasonedForm):
    """The ethnic category as the person says it."""

    category = forms.ChoiceField(
        label=gettext_lazy("Ethnic category"),
        help_text=gettext_lazy("Ask the person, never guess. Weeks already counted keep what was known then."),
        choices=EthnicCategory.choices,
        widget=forms.RadioSelect,
    )
    since = since_field()


class NewAddressForm(DetailsForm):
    """A new address from today on."""

    reasons: ClassVar[dict[str, str]] = {"postcode": "postcode_reason"}

    lines = forms.CharField(
        label=gettext_lazy("Address"), max_length=300, required=False, widget=forms.Textarea({"rows": 3})
    )
    postcode = PostcodeField()
    postcode_reason = forms.ChoiceField(
        label=gettext_lazy("Why is there no postcode?"),
        choices=[("", gettext_lazy("Choose a reason")), *MissingReason.choices],
        required=False,
    )
    safe_to_write = forms.BooleanField(
        label=gettext_lazy("It is safe to send letters there"), required=False, initial=True
    )

    def draft(self) -> AddressDraft:
        """The address as typed."""
        data = self.cleaned_data
        return AddressDraft(
            lines=data["lines"],
            postcode=data["postcode"] or None,
            postcode_missing_reason=data["postcode_reason"],
            safe_to_write=data["safe_to_write"],
        )


class OwnAddressForm(NewAddressForm):
    """The same on the person's own page."""

    dense = False


class AddressForm(NewAddressForm, ReasonedForm):
    """An address since a day, with a reason."""

    since = since_field()


class DeathForm(DetailsForm):
    """A date of death. It stops everything that would still reach out to the person."""

    died_on = NHSDateField(label=gettext_lazy("Date of death"), past=True)
    is_sure = forms.BooleanField(
        label=gettext_lazy("I have checked that this is the right person"),
        error_messages={"required": gettext_lazy("Check that this is the right person, then tick the box")},
    )
