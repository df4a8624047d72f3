"""Which column of a team's own list holds what: guessed from the headings, chosen by a manager, known next time."""

from collections.abc import Iterable, Mapping
from typing import Unpack

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.directory import shapes
from referrals.directory.listing import FileError
from referrals.forms.intake.caseload_line import CaseForm
from referrals.kit.forms.base import FormOptions, NHSForm, Sent

# What other systems and spreadsheets call our columns.
OTHER_NAMES = {
    "nhs_number": "nhs no, nhs num, nhs, nhs number (10 digits)",
    "first_name": "first name, firstname, forename, forenames, given name, given names",
    "last_name": "last name, lastname, surname, family name",
    "date_of_birth": "dob, d.o.b., d.o.b, birth date, birthdate, born, date of birth (dd/mm/yyyy)",
    "sex": "gender, sex at birth",
    "postcode": "post code, home postcode, address postcode",
    "phone": "telephone, telephone number, phone number, tel, tel no, mobile, mobile number, contact number",
    "email": "e-mail, email address, e-mail address",
    "language": "preferred language, main language, first language",
    "needs_interpreter": "interpreter, interpreter needed, interpreter required",
    "practice_code": "gp code, gp practice code, ods code, practice ods code",
    "referred_on": "referral date, date of referral, date referred, referred",
    "route": "referral source, source, referred by",
    "needs": "reason, reason for referral, reasons, referral reason, need",
    "risk": "risks, risk notes, alerts",
    "stage": "status, case status",
    "holder": "link worker, link worker email, assigned to, slpw, caseworker",
    "first_contact_on": "first contact, date of first contact, first contact date",
    "last_contact_on": "last contact, date of last contact, last contact date",
    "next_due": "next contact, next review, review date, next appointment",
    "what_matters": "what matters to me, what matters, goals, goal",
    "consent_given_on": "consent, consent date, date of consent",
}
# Added to the lines that are handed back to be mended; whatever stands in it is for people.
PROBLEM = "problem"


class OtherHeadingsError(FileError):
    """The list has headings of its own: somebody has to say which column holds what."""

    def __init__(self, missing: Iterable[str], headings: list[str]) -> None:
        super().__init__(_("These columns are missing: %(names)s.") % {"names": ", ".join(sorted(missing))})
        self.headings = headings


def proposed(headings: Iterable[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Our columns, each with the heading that it had last time, or that seems to say the same."""
    by_key = {shapes.key(heading).replace("_", " "): heading for heading in headings}
    found = {}
    for column in CaseForm.base_fields:
        names = [remembered.get(column, ""), column, *OTHER_NAMES.get(column, "").split(", ")]
        keys = (shapes.key(name).replace("_", " ") for name in names if name)
        found[column] = next((by_key[key] for key in keys if key in by_key), "")
    return found


class ColumnsForm(NHSForm):
    """Which heading of the list stands for which of our columns; blank where the list has no such column."""

    all_optional = True
    dense = True

    def __init__(self, headings: Iterable[str], data: Sent = None, **options: Unpack[FormOptions]) -> None:
        choices = [("", gettext_lazy("Not in the list")), *((heading, heading) for heading in headings)]
        columns: dict[str, forms.Field] = {
            f"column_{column}": forms.ChoiceField(label=column, choices=choices, required=False)
            for column in CaseForm.base_fields
        }
        super().__init__(data, more_fields=columns, **options)

    def clean(self) -> dict[str, object]:
        super().clean()
        taken: dict[str, str] = {}
        for name, heading in self.chosen().items():
            if heading in taken.values():
                self.add_error(f"column_{name}", _("Choose each column of the list once"))
            taken[name] = heading
        return self.cleaned_data

    def chosen(self) -> dict[str, str]:
        """Our columns, each with its heading; what is not in the list is left out."""
        prefix = "column_"
        return {name.removeprefix(prefix): heading for name, heading in self.cleaned_data.items() if heading}
