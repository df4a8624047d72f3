"""A team's list of the people whom it supports already, as a CSV file: sending it in, and reading it."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.directory import csv_file, shapes
from referrals.directory.listing import FileError, RowError
from referrals.drafts import CaseDraft
from referrals.forms.intake.caseload_line import CaseForm, CodeField
from referrals.kit.forms.base import NHSForm, in_sentence

MOST_BYTES, MOST_ROWS = 2_000_000, 1000


class FileForm(NHSForm):
    """The list. `seen` is the digest of the file that was tried last: only the very same one is imported."""

    file = forms.FileField(
        label=gettext_lazy("The list, as a CSV file"),
        help_text=gettext_lazy("At most 1,000 lines"),
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={
            "required": gettext_lazy("Choose the CSV file, of at most 2 MB"),
            "empty": gettext_lazy("The file is empty"),
        },
    )
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 2 MB"), code="too_large")
        content: bytes = file.read()
        return content

    @property
    def digest(self) -> str:
        """By which the file is known again."""
        return sha256(self.cleaned_data["file"]).hexdigest()


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the page explains it; `codes` are (code, what it means)."""

    name: str
    is_needed: bool
    hint: str
    codes: tuple[tuple[str, str], ...]


def columns() -> list[Column]:
    """The columns of the list."""
    return [_column(name, field) for name, field in CaseForm.base_fields.items()]


def _column(name: str, field: forms.Field) -> Column:
    codes = field.offered() if isinstance(field, CodeField) else []
    is_needed = field.required and name not in CaseForm.reasons
    return Column(name, is_needed, str(field.help_text), tuple(codes))


def read(content: bytes, *, today: date) -> tuple[list[CaseDraft], list[RowError]]:
    """The lines, and what is wrong with those that cannot be taken. A FileError where it is not such a list at all."""
    text = csv_file.text_of(content)
    divider, header = _header(text)
    records = csv_file.records(text, divider)
    next(records)
    found = [_case(line, csv_file.row(line, cells, header), today) for line, cells in records]
    if len(found) > MOST_ROWS:
        raise FileError(_("The file has more than 1,000 lines: divide it."))
    refused = [row for row in found if isinstance(row, RowError)]
    return [row for row in found if isinstance(row, CaseDraft)], refused


def _header(text: str) -> tuple[str, list[str]]:
    """What divides the columns, and their names: exactly those of the template, in any order."""
    known = set(CaseForm.base_fields)
    for divider in csv_file.DIVIDERS:
        _line, header = next(csv_file.records(text, divider), (1, []))
        if isinstance(header, RowError) or len(header) < 2:
            continue
        csv_file.check_distinct(header)
        named = {shapes.key(column) for column in header}
        if missing := known - named:
            raise FileError(_("These columns are missing: %(names)s.") % {"names": ", ".join(sorted(missing))})
        if named - known:
            # A misspelt column would lose what it says, and nobody would know.
            raise FileError(_("Take out every column that is not in the template."))
        return divider, header
    raise FileError(_("This is no list like the template."))


def _case(line: int, cells: dict[str, str] | RowError, today: date) -> CaseDraft | RowError:
    if isinstance(cells, RowError):
        return cells
    form = CaseForm({name: cell.strip() for name, cell in cells.items()}, today=today)
    if form.is_valid():
        return form.draft(line)
    words = [f"{name}: {in_sentence(str(messages[0]))}" for name, messages in form.errors.items()]
    return RowError(line, "not-as-described", "; ".join(words))
