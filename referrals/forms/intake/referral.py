"""What a GP types to refer a patient, known or new."""

from typing import ClassVar, TypeVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals import reaches
from referrals.drafts import URGENT, ContactDraft, IntakeDraft, PersonDraft, ReferralDraft
from referrals.forms.people.wishes import WishFields
from referrals.kit.forms.base import NHSForm, Text
from referrals.kit.forms.fields import (
    EmailAddressField,
    NHSDateField,
    NHSNumberField,
    PersonNameField,
    PostcodeField,
    TelephoneField,
    YesNoField,
)
from referrals.models import Organisation
from referrals.models.choices import Channel, ContactKind, EthnicCategory, MissingReason, NeedCode, Risk, Sex

T = TypeVar("T")
RISKS: list[tuple[str, str | Promise]] = [
    (Risk.NONE.value, gettext_lazy("No")),
    (Risk.READ_FIRST.value, gettext_lazy("Yes, the link worker must read this before making contact")),
    (URGENT, gettext_lazy("Urgent: help is needed now")),
]
PHONE_SAFETY: list[tuple[str, str | Promise]] = [
    ("call_and_message", gettext_lazy("Call, and leave a message")),
    ("call", gettext_lazy("Call, but leave no message")),
    ("neither", gettext_lazy("Not safe to call")),
]
NAME = ("given_name", "family_name")
A_NAME_NEEDED = gettext_lazy("Enter a name. Someone who has one name has it in either box")
NOTHING_CHOSEN = ("", gettext_lazy("Choose"))
NUMBER_REASONS = [MissingReason.NOT_REGISTERED, MissingReason.NOT_KNOWN_YET, MissingReason.WITHHELD]
POSTCODE_REASONS = [
    MissingReason.NO_FIXED_ABODE,
    MissingReason.NOT_KNOWN_YET,
    MissingReason.WITHHELD,
    MissingReason.OUTSIDE_ENGLAND,
]


class ReferralFields(NHSForm):
    """Why someone is referred, the risk question, and their agreement.

    `whom` is who is referred, in the words of whoever fills it in: it stands for `{whom}` in labels and errors.
    """

    dense = True
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {"risk": {Risk.READ_FIRST.value: ("risk_note",)}}
    whom: ClassVar[Text] = gettext_lazy("person")

    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What could the {whom} use help with?"),
        choices=NeedCode.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Select what the {whom} could use help with")},
    )
    note = forms.CharField(
        label=gettext_lazy("In the {whom}'s own words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    risk = forms.ChoiceField(
        label=gettext_lazy("Is there a risk to the {whom} or to others?"),
        choices=RISKS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select whether there is a risk")},
    )
    risk_note = forms.CharField(
        label=gettext_lazy("What must the link worker know?"), max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    consent = forms.BooleanField(
        label=gettext_lazy("The {whom} agrees to be referred, and that the link worker team sees what is on this page"),
        error_messages={"required": gettext_lazy("Confirm that the {whom} agrees to be referred")},
    )

    @property
    def risk_answered(self) -> str:
        """The answer to the risk question as it was sent, however wrong the rest is."""
        return str(self["risk"].data or "")

    def _holds(self, *names: str) -> bool:
        return any(self.errors.get(name) or self[name].value() for name in names)

    def _prepare(self, name: str, field: forms.Field) -> None:
        field.label = self._worded(field.label)
        field.error_messages = {code: self._worded(message) for code, message in field.error_messages.items()}
        super()._prepare(name, field)

    def _worded(self, text: T) -> T | str:
        return str(text).replace("{whom}", str(self.whom)) if text and "{whom}" in str(text) else text

    def draft(self) -> IntakeDraft:
        """What was typed, as the intake takes it."""
        return IntakeDraft(person=self.person_draft(), referral=self._referral_draft())

    def person_draft(self) -> PersonDraft | None:
        """Nothing, where it is of somebody known."""
        return None

    def _referral_draft(self) -> ReferralDraft:
        data = self.cleaned_data
        return ReferralDraft(
            needs=tuple(data["needs"]),
            risk=data["risk"],
            route=data.get("route", ""),
            note=data["note"],
            risk_note=data["risk_note"],
            on_behalf_of=data.get("on_behalf_of", ""),
            consent_given_by=data.get("consent_given_by", ""),
            consent_channel=data.get("consent_channel", ""),
            referrer_organisation=data.get("referrer_organisation", ""),
            referrer_name=data.get("referrer_name", ""),
            referrer_phone=data.get("referrer_phone", ""),
        )


class MadeForThem(ReferralFields):
    """A referral that someone makes for another, who agreed or had somebody agree for them."""

    consent_given_by = forms.CharField(
        label=gettext_lazy("Who agreed, if not the {whom}?"),
        help_text=gettext_lazy("For example, a parent or an attorney"),
        max_length=200,
        required=False,
    )


class ReferralForm(MadeForThem):
    """A practice's referral of a patient who is known."""

    whom: ClassVar[Text] = gettext_lazy("patient")

    on_behalf_of = forms.CharField(
        label=gettext_lazy("On behalf of"),
        help_text=gettext_lazy("The clinician who asked for it, if that is not you"),
        max_length=150,
        required=False,
    )

    @property
    def has_proxy(self) -> bool:
        """Whether the part about whoever acted for someone else holds something, so that it is drawn open."""
        return self._holds("on_behalf_of", "consent_given_by")

    def person_draft(self) -> PersonDraft | None:
        """Who was entered as someone new and turned out to be known: what was typed of reaching them."""
        entered = NewPatientForm(self.data)
        return entered.person_draft() if entered.is_valid() else None


class PersonFields(WishFields):
    """Someone new: who they are, how to reach them, what they need to be understood."""

    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {"needs_interpreter": {"yes": ("language",)}}
    either: ClassVar[dict[tuple[str, ...], Text]] = {NAME: A_NAME_NEEDED}

    given_name = PersonNameField(label=gettext_lazy("First name"))
    family_name = PersonNameField(label=gettext_lazy("Last name"))
    born_on = NHSDateField(label=gettext_lazy("Date of birth"), past=True)
    phone = TelephoneField(required=False)
    phone_safety = forms.ChoiceField(
        label=gettext_lazy("What is safe with this telephone?"),
        choices=PHONE_SAFETY,
        # Nobody is left a message unless someone said that it is safe.
        initial="call",
        required=False,
        widget=forms.RadioSelect,
    )
    email = EmailAddressField(required=False)
    postcode = PostcodeField()
    postcode_missing_reason = forms.ChoiceField(
        label=gettext_lazy("Why is there no postcode?"),
        choices=[NOTHING_CHOSEN, *((reason.value, reason.label) for reason in POSTCODE_REASONS)],
        required=False,
    )
    address = forms.CharField(label=gettext_lazy("House and street"), max_length=300, required=False)
    needs_interpreter = YesNoField(label=gettext_lazy("Is an interpreter needed?"), required=False)
    language = forms.CharField(label=gettext_lazy("Which language?"), max_length=60)
    communication_needs = forms.CharField(
        label=gettext_lazy("Other needs in talking or reading"),
        help_text=gettext_lazy("For example, large print or a hearing loop"),
        max_length=500,
        required=False,
    )
    reasons: ClassVar[dict[str, str]] = {"postcode": "postcode_missing_reason"}

    def clean(self) -> dict[str, object]:
        super().clean()
        ways = ("phone", "email", "address")
        if not any(self.cleaned_data.get(way) or way in self.errors for way in ways):
            self.add_error("phone", _("Enter a telephone number, an e-mail address, or house and street"))
        if not self.errors:
            self._refuse_without_means(self._contacts())
        return self.cleaned_data

    @property
    def surgery(self) -> Organisation | None:
        """Where the person is registered, if the form asks that and it is a practice we know."""
        return None

    def person_draft(self) -> PersonDraft:
        """What was typed about the person; absent fields of a shorter form have their blank."""
        data, surgery = self.cleaned_data, self.surgery
        return PersonDraft(
            given_name=data["given_name"],
            family_name=data["family_name"],
            born_on=data["born_on"],
            nhs_number=data.get("nhs_number") or None,
            nhs_number_missing_reason=data.get("nhs_number_missing_reason", MissingReason.NOT_KNOWN_YET.value),
            sex=data.get("sex") or Sex.UNKNOWN.value,
            ethnic_category=data.get("ethnic_category", ""),
            address=data["address"],
            postcode=data["postcode"] or None,
            postcode_missing_reason="" if data["postcode"] else self._no_postcode(),
            practice_id=surgery.pk if surgery else None,
            practice_missing_reason="" if surgery else MissingReason.NOT_KNOWN_YET.value,
            wanted_channel=data["told_by"],
            bad_times=tuple(data["bad_times"]),
            language=data["language"] or "English",
            needs_interpreter=bool(data["needs_interpreter"]),
            communication_needs=data["communication_needs"],
            contacts=tuple(self._contacts()),
        )

    def _no_postcode(self) -> str:
        return self.cleaned_data["postcode_missing_reason"] or MissingReason.NOT_KNOWN_YET.value

    def _contacts(self) -> list[ContactDraft]:
        data = self.cleaned_data
        contacts = []
        if data["phone"]:
            safety = data["phone_safety"]
            contacts.append(
                ContactDraft(
                    reaches.kind_of_phone(data["phone"]),
                    data["phone"],
                    safe_to_call=safety in {"call", "call_and_message"},
                    safe_to_leave_message=safety == "call_and_message",
                    # Who wants to be told by text says that it is safe.
                    safe_to_write=safety == "call_and_message" or data["told_by"] == Channel.TEXT,
                )
            )
        if data["email"]:
            # An e-mail address is given to be written to.
            contacts.append(ContactDraft(ContactKind.EMAIL.value, data["email"], safe_to_write=True))
        return contacts


class NewPersonFields(PersonFields):
    """The same with their NHS number, or why there is none."""

    reasons: ClassVar[dict[str, str]] = {"nhs_number": "nhs_number_missing_reason", **PersonFields.reasons}
    inline: ClassVar[frozenset[str]] = frozenset({"needs_interpreter"})

    nhs_number = NHSNumberField()
    nhs_number_missing_reason = forms.ChoiceField(
        label=gettext_lazy("Why is there no NHS number?"),
        choices=[NOTHING_CHOSEN, *((reason.value, reason.label) for reason in NUMBER_REASONS)],
        required=False,
    )


class NewPatientForm(NewPersonFields, ReferralForm):
    """The referral of a patient who is not known yet: eight required fields."""

    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {**ReferralForm.reveals, **PersonFields.reveals}
    # Eight answers are enough to make contact. Whoever has no postcode at hand is not asked why: the team asks for it.
    reasons: ClassVar[dict[str, str]] = {"nhs_number": "nhs_number_missing_reason"}
    field_order = (
        "given_name",
        "family_name",
        "born_on",
        "nhs_number",
        "nhs_number_missing_reason",
        *PersonFields.base_fields,
    )

    postcode = PostcodeField(required=False)
    sex = forms.ChoiceField(choices=[NOTHING_CHOSEN, *Sex.choices], required=False)
    ethnic_category = forms.ChoiceField(
        label=gettext_lazy("Ethnic group"), choices=[NOTHING_CHOSEN, *EthnicCategory.choices], required=False
    )

    @property
    def has_more(self) -> bool:
        """Whether the part that most referrals leave empty holds something, so that it is drawn open."""
        return self._holds(
            *("needs_interpreter", "language", "communication_needs", "address", "postcode_missing_reason"),
            *("email", "told_by", "bad_times", "sex", "ethnic_category"),
        )
