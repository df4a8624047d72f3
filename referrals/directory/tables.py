"""Councils' CSV files → rows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from referrals.directory import csv_file, rows, shapes, values
from referrals.directory.listing import FileError, Listing, Reading, Row, RowError
from referrals.directory.shapes import Shape


def read(text: str, *, today: date, mapping: Shape | None = None) -> Reading:
    """Every row of a file whose header we know, or the mapping does.

    Bytes that are no UTF-8 stand in it as lone surrogates.
    """
    divider, header, shape = _recognised(text, mapping)
    used = {shapes.key(column) for column in shape.columns()}
    unused = [column for column in header if shapes.key(column) not in used]
    notes = (f"columns that are not used: {', '.join(unused)}",) if unused else ()
    records = csv_file.records(text, divider)
    next(records)
    found = [_row(line, record, header, shape, today) for line, record in records]
    return Reading(shape.name, "line", notes, tuple(found))


def _recognised(text: str, mapping: Shape | None) -> tuple[str, list[str], Shape]:
    """What divides the columns, the header, and its shape."""
    headers = {}
    for divider in csv_file.DIVIDERS:
        _line, header = next(csv_file.records(text, divider), (1, []))
        headers[divider] = [] if isinstance(header, RowError) else header
    for divider, header in headers.items():
        shape = shapes.of(header, [mapping] if mapping else shapes.SHAPES)
        if shape:
            csv_file.check_distinct(header)
            return divider, header, shape
    seen = max(headers.values(), key=len)
    columns = ", ".join(map(repr, seen)) or "none"
    if mapping:
        lacking = sorted({shapes.key(one) for one in mapping.columns()} - {shapes.key(one) for one in seen})
        message = f"The file has these columns: {columns}. The mapping needs also: {', '.join(map(repr, lacking))}."
        raise FileError(message)
    known = ", ".join(shape.name for shape in shapes.SHAPES)
    message = (
        f"No known directory has these columns: {columns}. Known are: {known}. For another file write a mapping: "
        "propose_mapping proposes one."
    )
    raise FileError(message)


def _row(line: int, record: list[str] | RowError, header: list[str], shape: Shape, today: date) -> Row:
    cells = csv_file.row(line, record, header)
    if isinstance(record, RowError):
        return record
    if isinstance(cells, RowError):
        return cells
    found = rows.listing(line, _said(shape, cells), today=today, helps_with=shape.needs)
    if all(map(csv_file.is_utf8, record)) or not isinstance(found, Listing):
        return found
    remark = RowError(line, "encoding", "not in UTF-8: read as Windows-1252")
    return replace(found, remarks=(*found.remarks, remark))


def _said(shape: Shape, cells: Mapping[str, str]) -> dict[str, str | None]:
    """The row by our names."""

    def joined(columns: Iterable[str]) -> str:
        # A single cell goes on as it is, so that its paragraphs stay.
        parts = [cells[shapes.key(column)] for column in columns]
        return parts[0] if len(parts) == 1 else ", ".join(part for part in map(values.line, parts) if part)

    said: dict[str, str | None] = {name: joined(columns) for name, columns in shape.says.items()}
    if "schedule" in said:
        said["days"] = said["schedule"]
    accessible = [words for column, words in shape.accessible.items() if _is_yes(cells[shapes.key(column)])]
    if accessible:
        notes = [f"Accessible: {', '.join(accessible)}.", values.text(said.get("accessibility") or "")]
        said["accessibility"] = "\n".join(filter(None, notes))
    return said | {
        "source_id": _id(cells, shape.id),
        "organisation_id": _id(cells, shape.organisation_id),
        "organisation": joined(shape.organisation),
    }


def _is_yes(cell: str) -> bool:
    return values.line(cell).casefold() == "yes"


def _id(cells: Mapping[str, str], columns: Iterable[str]) -> str:
    """Capitals and spaces make no other service."""
    return " | ".join(filter(None, (values.line(cells[shapes.key(column)]).casefold() for column in columns)))
