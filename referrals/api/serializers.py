"""The shapes of the REST interface: what comes in as JSON becomes drafts, records go out field by field."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from referrals import names, plain_text, postcodes, reaches
from referrals.drafts import URGENT, ContactDraft, IntakeDraft, PersonDraft, ReferralDraft
from referrals.forms.people.wishes import lacks_means
from referrals.kit.calendar import local_day
from referrals.kit.forms.fields import EmailAddressField, NHSNumberField, PostcodeField, TelephoneField
from referrals.models.choices import Channel, ContactKind, EthnicCategory, MissingReason, NeedCode, Risk, Sex

# What was sent, field by field, as the serializers' fields read it.
Validated = dict[str, Any]
# Nobody alive was born before.
OLDEST_BIRTH = date(1900, 1, 1)
BIRTH_OUT_OF_RANGE = gettext_lazy("A date of birth lies between 1900 and today.")
ONE_OF_TWO = gettext_lazy("Give the value or the reason why it is missing, one of the two.")
AGREEMENT_NEEDED = gettext_lazy("A referral needs the person's agreement.")
NAME_NEEDED = gettext_lazy("A person has a given name, a family name, or both.")
SAFE_TO_CALL = gettext_lazy("Nothing is safe that nobody said; a message can be left only where a call is safe.")
UNPRINTABLE = gettext_lazy("Remove characters that cannot be printed")
NO_MOBILE = gettext_lazy("This is no mobile number.")
PREFERRED = gettext_lazy(
    "How they want to be told of appointments; given, it says that they agree and that this way is safe."
)
SAFETY = ("safe_to_call", "safe_to_leave_message", "safe_to_write")
RISK_NOTE = gettext_lazy("Needed with the risk read_first, and only then.")


def as_on_the_form(field: forms.Field, value: str | None) -> str:
    """The value as the form's field cleans it, so that a page and a system are held to the same rule."""
    try:
        cleaned: str = field.clean(value or "")
    except ValidationError as error:
        # Several validators at once give a list, and only its members have a code.
        raise serializers.ValidationError(error.messages, code=error.error_list[0].code) from error
    return cleaned


class TextField(serializers.CharField):
    """Text by the rule of the pages: harmless marks are left out, what changes how it reads is refused.

    `is_copied`: a number or code, of which no mark that is not seen counts.
    """

    def __init__(self, *, lines: bool = False, is_copied: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.lines, self.is_copied = lines, is_copied

    def to_internal_value(self, data: Any) -> str:
        text: str = super().to_internal_value(data)
        if plain_text.is_unsafe(text, lines=self.lines):
            raise serializers.ValidationError(UNPRINTABLE, code="unsafe_text")
        return text

    def run_validation(self, data: object = serializers.empty) -> object:
        """Tidied first, so that a mark which nobody sees is as good as nothing."""
        if isinstance(data, str):
            data = plain_text.bare(data) if self.is_copied else plain_text.tidy(data, lines=self.lines)
        return super().run_validation(data)


class PersonIn(serializers.Serializer[PersonDraft]):
    """A person, known or new. Without an NHS number its reason is needed; the same for the postcode."""

    nhs_number = TextField(is_copied=True, required=False, allow_null=True, max_length=20)
    nhs_number_missing_reason = serializers.ChoiceField(choices=MissingReason.choices, required=False)
    given_name = TextField(max_length=100, required=False, default="", allow_blank=True)
    family_name = TextField(max_length=100, required=False, default="", allow_blank=True)
    born_on = serializers.DateField()
    sex = serializers.ChoiceField(choices=Sex.choices, default="unknown")
    ethnic_category = serializers.ChoiceField(choices=EthnicCategory.choices, required=False, default="")
    address = TextField(lines=True, required=False, default="", max_length=300)
    postcode = TextField(is_copied=True, required=False, allow_null=True, max_length=20)
    postcode_missing_reason = serializers.ChoiceField(choices=MissingReason.choices, required=False)
    phone = TextField(is_copied=True, required=False, default="", max_length=40)
    mobile = TextField(is_copied=True, required=False, default="", max_length=40)
    email = TextField(is_copied=True, required=False, default="", max_length=254)
    safe_to_call = serializers.BooleanField(required=False, help_text=SAFE_TO_CALL)
    safe_to_leave_message = serializers.BooleanField(default=False)
    safe_to_write = serializers.BooleanField(default=False)
    email_is_safe = serializers.BooleanField(default=False)
    preferred_channel = serializers.ChoiceField(
        choices=Channel.choices, required=False, default="", help_text=PREFERRED
    )
    language = TextField(required=False, default="English", max_length=60)
    needs_interpreter = serializers.BooleanField(default=False)

    def validate_given_name(self, value: str) -> str:
        return names.part(value)

    def validate_family_name(self, value: str) -> str:
        return names.part(value)

    def validate_nhs_number(self, value: str | None) -> str | None:
        return as_on_the_form(NHSNumberField(required=False), value) or None

    def validate_postcode(self, value: str | None) -> str | None:
        return as_on_the_form(PostcodeField(required=False), value) or None

    def validate_phone(self, value: str) -> str:
        return as_on_the_form(TelephoneField(required=False), value)

    def validate_mobile(self, value: str) -> str:
        number = as_on_the_form(TelephoneField(required=False), value)
        if number and reaches.kind_of_phone(number) != reaches.MOBILE:
            raise serializers.ValidationError(NO_MOBILE)
        return number

    def validate_email(self, value: str) -> str:
        return as_on_the_form(EmailAddressField(required=False), value)

    def validate_born_on(self, value: date) -> date:
        if not OLDEST_BIRTH <= value <= local_day(timezone.now()):
            raise serializers.ValidationError(BIRTH_OUT_OF_RANGE)
        return value

    def validate(self, attrs: Validated) -> Validated:
        if not (attrs["given_name"] or attrs["family_name"]):
            raise serializers.ValidationError({"family_name": NAME_NEEDED})
        attrs.setdefault("safe_to_call", attrs["safe_to_leave_message"])
        if why := postcodes.why_missing(attrs.get("postcode") or ""):
            attrs |= {"postcode": None, "postcode_missing_reason": why}
        for name in ("nhs_number", "postcode"):
            reason = f"{name}_missing_reason"
            if bool(attrs.get(name)) == bool(attrs.get(reason)):
                raise serializers.ValidationError({name: ONE_OF_TWO})
        has_address = bool(attrs["address"] and attrs.get("postcode"))
        if missing := lacks_means(attrs["preferred_channel"], _contacts(attrs), has_address=has_address):
            raise serializers.ValidationError({"preferred_channel": str(missing)})
        return attrs


class ConsentIn(serializers.Serializer[object]):
    """The person's agreement to be referred."""

    given = serializers.BooleanField()
    wording_version = TextField(max_length=20, default="2026-01")
    given_by = TextField(max_length=200, required=False, default="")

    def validate(self, attrs: Validated) -> Validated:
        if not attrs["given"]:
            raise serializers.ValidationError({"given": AGREEMENT_NEEDED})
        return attrs


class ReferralIn(serializers.Serializer[ReferralDraft]):
    """A referral to the team that the client's practice refers to."""

    person = PersonIn()
    needs = serializers.ListField(child=serializers.ChoiceField(choices=NeedCode.choices), min_length=1, max_length=12)
    note = TextField(lines=True, required=False, default="", max_length=2000)
    # `urgent` is understood, so that it can be refused with what to do instead.
    risk = serializers.ChoiceField(choices=[*Risk.choices, (URGENT, "Urgent")])
    risk_note = TextField(lines=True, required=False, default="", max_length=1000)
    on_behalf_of = TextField(required=False, default="", max_length=150)
    consent = ConsentIn()

    def validate(self, attrs: Validated) -> Validated:
        if (attrs["risk"] == "read_first") != bool(attrs["risk_note"]):
            raise serializers.ValidationError({"risk_note": RISK_NOTE})
        return attrs


def intake_draft(data: Validated) -> IntakeDraft:
    """A validated ReferralIn as a draft."""
    return IntakeDraft(person=_person_draft(data["person"]), referral=referral_draft(data))


def _person_draft(data: Validated) -> PersonDraft:
    return PersonDraft(
        given_name=data["given_name"],
        family_name=data["family_name"],
        born_on=data["born_on"],
        nhs_number=data.get("nhs_number") or None,
        nhs_number_missing_reason=data.get("nhs_number_missing_reason", ""),
        sex=data["sex"],
        ethnic_category=data["ethnic_category"],
        address=data["address"],
        postcode=data.get("postcode") or None,
        postcode_missing_reason=data.get("postcode_missing_reason", ""),
        # A team that sends for another agency may not know the practice.
        practice_missing_reason=MissingReason.NOT_KNOWN_YET.value,
        language=data["language"],
        needs_interpreter=data["needs_interpreter"],
        wanted_channel=data["preferred_channel"],
        contacts=_contacts(data),
    )


def _contacts(data: Validated) -> tuple[ContactDraft, ...]:
    """The numbers, each of which it says the same of, and the e-mail address. A chosen way is safe, as on the pages."""
    safety = {flag: data[flag] for flag in SAFETY}
    wanted = data["preferred_channel"]
    safety["safe_to_write"] |= wanted == Channel.TEXT
    numbers = dict.fromkeys(number for number in (data["mobile"], data["phone"]) if number)
    phones = [ContactDraft(reaches.kind_of_phone(number), number, **safety) for number in numbers]
    is_safe = data["email_is_safe"] or wanted == Channel.EMAIL
    emails = [ContactDraft(ContactKind.EMAIL.value, data["email"], safe_to_write=is_safe)] if data["email"] else []
    return (*phones, *emails)


def referral_draft(data: Validated) -> ReferralDraft:
    """A validated ReferralIn without its person as a draft."""
    return ReferralDraft(
        needs=tuple(dict.fromkeys(data["needs"])),
        risk=data["risk"],
        note=data["note"],
        risk_note=data["risk_note"],
        on_behalf_of=data["on_behalf_of"],
        consent_version=data["consent"]["wording_version"],
        consent_given_by=data["consent"]["given_by"],
    )


class PersonOut(serializers.Serializer[object]):
    """Who was referred."""

    id = serializers.UUIDField(source="public_id")
    nhs_number = serializers.CharField(allow_null=True)
    given_name = serializers.CharField()
    family_name = serializers.CharField()
    born_on = serializers.DateField()


class OrganisationOut(serializers.Serializer[object]):
    """An organisation by name and, for an NHS body, ODS code."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    ods_code = serializers.CharField(allow_null=True)


class ReferralOut(serializers.Serializer[object]):
    """A referral with where it is, who holds it, what is next and by when."""

    id = serializers.UUIDField(source="public_id")
    reference = serializers.CharField()
    version = serializers.IntegerField()
    status = serializers.CharField()
    status_text = serializers.CharField(source="get_status_display")
    route = serializers.CharField()
    referred_at = serializers.DateTimeField()
    person = PersonOut()
    referring_organisation = OrganisationOut(allow_null=True)
    team = OrganisationOut()
    holder = serializers.CharField(source="holder.user.name", default=None, allow_null=True)
    next_action = serializers.CharField(source="get_next_action_display")
    due_on = serializers.DateField(allow_null=True)
    needs = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    risk = serializers.CharField()
    risk_note = serializers.CharField()
    reason = serializers.CharField(source="last_reason", default="", allow_blank=True)
