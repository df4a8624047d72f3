"""A line of a team's list of the people whom it supports already, as a form that nobody draws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Unpack, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals import reaches
from referrals.directory import spreadsheets, values
from referrals.drafts import CaseDraft, ContactDraft, EarlierDraft, PersonDraft, ReferralDraft
from referrals.kit.forms.base import FormOptions, NHSForm, Sent, Text
from referrals.kit.forms.fields import (
    EmailAddressField,
    NHSNumberField,
    PersonNameField,
    PostcodeField,
    TelephoneField,
)
from referrals.models.choices import ContactMode, MissingReason, NeedCode, Route, Sex
from referrals.states import ReferralStatus

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
STAGES = [
    (ReferralStatus.RECEIVED.value, gettext_lazy("nobody has taken it on")),
    (ReferralStatus.CLAIMED.value, gettext_lazy("a link worker has, and has not spoken with the person")),
    (ReferralStatus.SUPPORTED.value, gettext_lazy("they have spoken")),
]
SAFE = ("safe_to_call", "safe_to_leave_message", "safe_to_write")
CONSENT_WORDING = "imported"
# What was typed in each column, as its field reads it.
Said = dict[str, Any]
Choices = Sequence[tuple[str, "StrOrPromise"]]
# Of a birthday in "25" nobody knows the century, whatever stands behind it.
CENTURY = re.compile(r"(?<!\d)\d{4}(?!\d)")
HALF_DAY = re.compile(r"\d *[AP]\.?M\b", re.IGNORECASE)
TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*")


class DayField(forms.CharField):
    """A day as spreadsheets write it; day before month."""

    is_copied = True

    def __init__(self, *, required: bool = True, help_text: StrOrPromise = "") -> None:
        super().__init__(max_length=40, required=required, help_text=help_text)

    def clean(self, value: object) -> date | None:
        text = TIME.sub("", super().clean(value))
        try:
            day = values.day(text)
        except values.UnreadableError:
            day = None
        # Whoever writes AM or PM may write the month first.
        is_unsure = not CENTURY.search(text) or HALF_DAY.search(str(value))
        if text and (day is None or is_unsure):
            raise ValidationError(_("Write the date like 31/12/2025"), code="invalid")
        return day


class CodeField(forms.ChoiceField):
    """A code, or what a page says for it, in capitals or not."""

    def offered(self) -> list[tuple[str, str]]:
        """The codes, each with what a page says for it."""
        choices = cast("Iterable[tuple[str, StrOrPromise]]", self.choices)
        return [(code, str(label)) for code, label in choices]

    def clean(self, value: object) -> str:
        text = " ".join(str(value or "").split()).casefold()
        codes = {label.casefold(): code for code, label in self.offered()}
        return str(super().clean(codes.get(text, text)))


class YesOrNoField(CodeField):
    """Yes or no, also as a spreadsheet writes it."""

    def __init__(self, *, help_text: StrOrPromise = "") -> None:
        super().__init__(choices=YES_NO, help_text=help_text, required=False)

    def clean(self, value: object) -> str:
        return super().clean(spreadsheets.yes_or_no(str(value or "")))


class CodesField(CodeField):
    """Several codes with a semicolon between them."""

    def clean(self, value: object) -> Any:
        texts = [part for part in str(value or "").split(";") if part.strip()]
        found = [CodeField.clean(self, text) for text in texts or [""]]
        return tuple(dict.fromkeys(code for code in found if code))


def _code(choices: Choices, hint: StrOrPromise = "", *, required: bool = False) -> CodeField:
    return CodeField(choices=choices, help_text=hint, required=required)


def _text(most: int, hint: StrOrPromise = "", *, required: bool = False, lines: bool = False) -> forms.CharField:
    widget = forms.Textarea if lines else forms.TextInput
    return forms.CharField(max_length=most, help_text=hint, required=required, widget=widget)


class CellOfNumber(forms.CharField):
    """A cell of figures, as a spreadsheet may have changed it."""

    is_copied = True

    def to_python(self, value: object) -> str:
        try:
            return super().to_python(spreadsheets.number(str(value or ""))) or ""
        except spreadsheets.RoundedError:
            message = _("The spreadsheet has rounded this number: type it again in a column that is formatted as text")
            raise ValidationError(message, code="rounded") from None


class NHSNumberCell(CellOfNumber, NHSNumberField):
    """An NHS number in a spreadsheet."""


class TelephoneCell(CellOfNumber, TelephoneField):
    """A telephone number in a spreadsheet."""


class CaseForm(NHSForm):
    """A line of the list. The fields are its columns, in the order of the template."""

    reasons: ClassVar[dict[str, str]] = {
        "nhs_number": "no_nhs_number_because",
        "postcode": "no_postcode_because",
        "practice_code": "no_practice_because",
    }
    either: ClassVar[dict[tuple[str, ...], Text]] = {("last_name", "first_name"): gettext_lazy("Enter a name")}

    nhs_number = NHSNumberCell(label="nhs_number", help_text=gettext_lazy("10 digits, with or without spaces"))
    no_nhs_number_because = _code(MissingReason.choices)
    first_name = PersonNameField(help_text=gettext_lazy("one of the two names may be empty"))
    last_name = PersonNameField()
    date_of_birth = DayField()
    sex = _code(Sex.choices, gettext_lazy("empty: not known"))
    postcode = PostcodeField(label="postcode")
    no_postcode_because = _code(MissingReason.choices)
    phone = TelephoneCell(label="phone", required=False)
    email = EmailAddressField(label="email", required=False)
    safe_to_call = YesOrNoField(help_text=gettext_lazy("needed with a phone number"))
    safe_to_leave_message = YesOrNoField(help_text=gettext_lazy("needed with a phone number"))
    safe_to_write = YesOrNoField(
        help_text=gettext_lazy("texts, e-mail and letters; needed with a phone number or e-mail")
    )
    language = _text(60, gettext_lazy("empty: English"))
    needs_interpreter = YesOrNoField(help_text=gettext_lazy("empty: no"))
    practice_code = _text(12, gettext_lazy("the ODS code of the GP practice"))
    no_practice_because = _code(MissingReason.choices)
    referred_on = DayField()
    route = _code(Route.choices, required=True)
    needs = CodesField(choices=NeedCode.choices, help_text=gettext_lazy("one or more, with ; between them"))
    risk = _text(1000, gettext_lazy("what must be read before making contact; empty: no risk known"), lines=True)
    stage = _code(STAGES, required=True)
    holder = forms.EmailField(
        max_length=254, required=False, help_text=gettext_lazy("the link worker's e-mail; empty while received")
    )
    first_contact_on = DayField(required=False, help_text=gettext_lazy("needed once supported"))
    first_contact_mode = _code(ContactMode.choices, gettext_lazy("needed with first_contact_on"))
    last_contact_on = DayField(required=False, help_text=gettext_lazy("or the last attempt, while claimed"))
    last_contact_mode = _code(ContactMode.choices, gettext_lazy("needed with last_contact_on"))
    next_due = DayField(required=False, help_text=gettext_lazy("a day that is past shows as overdue"))
    what_matters = _text(2000, gettext_lazy("in the person's words; becomes the plan once supported"), lines=True)
    consent_given_on = DayField(help_text=gettext_lazy("to sharing the record with the team"))

    def __init__(self, data: Sent = None, *, today: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.today = today

    def clean(self) -> dict[str, object]:
        super().clean()
        if not self.errors:
            for name, message in self._faults(dict(self.cleaned_data)):
                self.add_error(name, message)
        return self.cleaned_data

    def _faults(self, said: Said) -> Iterator[tuple[str, str]]:
        yield from self._faults_of_days(said)
        yield from self._faults_of_stage(said)
        for name in SAFE:
            reachable = said["phone"] or (said["email"] and name == "safe_to_write")
            if reachable and not said[name]:
                yield name, _("Say yes or no")
        for which in ("first", "last"):
            if bool(said[f"{which}_contact_on"]) != bool(said[f"{which}_contact_mode"]):
                yield f"{which}_contact_mode", _("Give the day and how, or neither")
        if said["route"] == Route.GP and not said["practice_code"]:
            yield "practice_code", _("A referral of a practice needs its code")

    def _faults_of_days(self, said: Said) -> Iterator[tuple[str, str]]:
        """What happened has happened, and in this order."""
        earliest = date(1900, 1, 1)
        for name in ("date_of_birth", "referred_on", "first_contact_on", "last_contact_on"):
            day = said[name]
            if day and day > self.today:
                yield name, _("This day has not come yet")
            elif day and day < earliest:
                yield name, _("This day is too early")
            earliest = max(day or earliest, earliest)
        if not said["date_of_birth"] <= said["consent_given_on"] <= self.today:
            yield "consent_given_on", _("Check the year")
        if said["next_due"] and not said["referred_on"] <= said["next_due"]:
            yield "next_due", _("This day is too early")

    def _faults_of_stage(self, said: Said) -> Iterator[tuple[str, str]]:
        stage = said["stage"]
        if (stage == ReferralStatus.RECEIVED) == bool(said["holder"]):
            yield "holder", _("Name the link worker for a claimed referral; leave it empty while it waits")
        if (stage == ReferralStatus.SUPPORTED) != bool(said["first_contact_on"]):
            yield "first_contact_on", _("Give it for a person who is supported; leave it empty for anyone else")
        if stage == ReferralStatus.RECEIVED and said["last_contact_on"]:
            yield "last_contact_on", _("Leave it empty while the referral waits to be claimed")

    def draft(self, line: int) -> CaseDraft:
        """A line without a fault."""
        said = self.cleaned_data
        note = "" if said["stage"] == ReferralStatus.SUPPORTED else said["what_matters"]
        risk = "read_first" if said["risk"] else "none"
        contacts = {(said[f"{which}_contact_on"], said[f"{which}_contact_mode"]) for which in ("first", "last")}
        return CaseDraft(
            line=line,
            person=self._person(),
            referral=ReferralDraft(
                needs=said["needs"],
                risk=risk,
                risk_note=said["risk"],
                route=said["route"],
                note=note,
                consent_version=CONSENT_WORDING,
            ),
            earlier=EarlierDraft(
                stage=said["stage"],
                referred_on=said["referred_on"],
                agreed_on=said["consent_given_on"],
                contacts=tuple(sorted(contact for contact in contacts if contact[0])),
                next_due=said["next_due"],
                what_matters="" if note else said["what_matters"],
            ),
            practice_code=said["practice_code"].strip().upper(),
            holder_email=said["holder"].casefold(),
        )

    def _person(self) -> PersonDraft:
        said = self.cleaned_data
        return PersonDraft(
            given_name=said["first_name"],
            family_name=said["last_name"],
            born_on=said["date_of_birth"],
            nhs_number=said["nhs_number"] or None,
            nhs_number_missing_reason=said["no_nhs_number_because"],
            sex=said["sex"] or Sex.UNKNOWN.value,
            postcode=said["postcode"] or None,
            postcode_missing_reason=said["no_postcode_because"],
            safe_to_write=said["safe_to_write"] == "yes",
            practice_missing_reason=said["no_practice_because"],
            language=said["language"] or "English",
            needs_interpreter=said["needs_interpreter"] == "yes",
            contacts=tuple(self._contacts()),
        )

    def _contacts(self) -> Iterator[ContactDraft]:
        said = self.cleaned_data
        safe = [said[name] == "yes" for name in SAFE]
        if said["phone"]:
            yield ContactDraft(reaches.kind_of_phone(said["phone"]), said["phone"], *safe)
        if said["email"]:
            yield ContactDraft("email", said["email"], *safe)
