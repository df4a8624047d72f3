"""A team's list of the people whom it supports already, as a CSV file: sending it in, and reading it."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from types import MappingProxyType

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.directory import csv_file, shapes, values
from referrals.directory.listing import FileError, RowError
from referrals.drafts import CaseDraft
from referrals.forms.intake.caseload_columns import PROBLEM, OtherHeadingsError
from referrals.forms.intake.caseload_line import CaseForm, CodeField
from referrals.kit.forms.base import NHSForm, in_sentence

MOST_BYTES, MOST_ROWS = 2_000_000, 1000
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


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
class OpenList:
    """A list as text: what divides its columns, their names, and our columns with the file's heading of each."""

    text: str
    divider: str
    header: list[str]
    headings: dict[str, str]


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


def read(
    content: bytes, *, today: date, remembered: Mapping[str, str] = NO_COLUMNS
) -> tuple[list[CaseDraft], list[RowError]]:
    """The lines, and what is wrong with those that cannot be taken. A FileError where it is not such a list at all.

    `remembered` are our columns with the headings that the team's own list has for them.
    """
    opened = _open(content, remembered)
    records = _lines(opened)
    found = [_case(line, cells, opened, today) for line, cells in records]
    if len(found) > MOST_ROWS:
        raise FileError(_("The file has more than 1,000 lines: divide it."))
    cases, repeated = _first_of_each_number([row for row in found if isinstance(row, CaseDraft)])
    refused = [row for row in found if isinstance(row, RowError)]
    return cases, sorted([*refused, *repeated], key=lambda error: error.line)


def headings(content: bytes) -> list[str]:
    """The names of the list's columns, but for what we added ourselves. A FileError where it is no list."""
    text = csv_file.text_of(content)
    _divider, header = _divided(text)
    return [heading for heading in header if shapes.key(heading) not in {"", PROBLEM}]


def to_mend(content: bytes, refused: Iterable[RowError], *, remembered: Mapping[str, str] = NO_COLUMNS) -> str:
    """The lines that are not in, as a list with one column more, which says what is wrong: to mend and bring back."""
    opened = _open(content, remembered)
    wrong = {error.line: error.words for error in refused}
    kept = [index for index, heading in enumerate(opened.header) if shapes.key(heading) != PROBLEM]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*(opened.header[index] for index in kept), PROBLEM])
    for line, cells in _lines(opened):
        if line in wrong and not isinstance(cells, RowError):
            padded = [*cells, *[""] * len(opened.header)]
            writer.writerow([*(_plain(padded[index]) for index in kept), wrong[line]])
    return text.getvalue()


def _plain(cell: str) -> str:
    """A cell whose bytes nobody can read goes back with a mark for each."""
    try:
        return cell if csv_file.is_utf8(cell) else values.decoded(cell)
    except values.UnreadableError:
        return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _open(content: bytes, remembered: Mapping[str, str]) -> OpenList:
    """What divides the columns, their headings, and which of them stands for which of ours."""
    text = csv_file.text_of(content)
    divider, header = _divided(text)
    return OpenList(text, divider, header, _headings(header, remembered))


def _divided(text: str) -> tuple[str, list[str]]:
    """What divides the columns, and their names."""
    for divider in csv_file.DIVIDERS:
        _line, header = next(csv_file.records(text, divider), (1, []))
        if not isinstance(header, RowError) and len(header) > 1:
            csv_file.check_distinct(header)
            return divider, header
    raise FileError(_("This is no list like the template."))


def _headings(header: list[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Our columns with the file's heading of each: the template's own in any order, or as the team said before."""
    named = {shapes.key(heading): heading for heading in header if shapes.key(heading) not in {"", PROBLEM}}
    known = set(CaseForm.base_fields)
    if missing := known - named.keys():
        said = {column: shapes.key(heading) for column, heading in remembered.items() if column in known}
        if not said or not set(said.values()) <= named.keys():
            raise OtherHeadingsError(missing, list(named.values()))
        return {column: named[key] for column, key in said.items()}
    if extra := named.keys() - known:
        # A misspelt column would lose what it says, and nobody would know.
        names = ", ".join(sorted(named[key] for key in extra))
        raise FileError(_("Take out every column that is not in the template: %(names)s.") % {"names": names})
    return named


def _lines(opened: OpenList) -> Iterator[tuple[int, list[str] | RowError]]:
    """The records below the header."""
    records = csv_file.records(opened.text, opened.divider)
    next(records)
    return records


def _case(line: int, record: list[str] | RowError, opened: OpenList, today: date) -> CaseDraft | RowError:
    if isinstance(record, RowError):
        return record
    cells = csv_file.row(line, record, opened.header)
    if isinstance(cells, RowError):
        return cells
    form = CaseForm(
        {column: cells[shapes.key(heading)].strip() for column, heading in opened.headings.items()}, today=today
    )
    if form.is_valid():
        is_plain = all(map(csv_file.is_utf8, record))
        remark = "" if is_plain else _("the letters are not UTF-8 and were read as Windows writes them: check the name")
        return replace(form.draft(line), headings=opened.headings, remark=remark)
    words = [
        f"{opened.headings.get(name, name)}: {in_sentence(str(messages[0]))}" for name, messages in form.errors.items()
    ]
    return RowError(line, "not-as-described", "; ".join(words))


def _first_of_each_number(cases: list[CaseDraft]) -> tuple[list[CaseDraft], list[RowError]]:
    """One NHS number is one person and so one line: a second one with it is somebody's slip."""
    first: dict[str, int] = {}
    kept, repeated = [], []
    for case in cases:
        number = case.person.nhs_number or ""
        before = first.setdefault(number, case.line) if number else case.line
        if before == case.line:
            kept.append(case)
        else:
            words = _("%(column)s: line %(line)s has the same NHS number") % {
                "column": case.heading("nhs_number"),
                "line": before,
            }
            repeated.append(RowError(case.line, "repeated", words))
    return kept, repeated
