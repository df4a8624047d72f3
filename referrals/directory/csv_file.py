"""CSV as spreadsheets write it: any of three dividers, UTF-8 or UTF-16 with or without its mark, or Windows-1252."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator

from referrals.directory import shapes, values
from referrals.directory.listing import FileError, RowError

DIVIDERS = ",;\t"
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def text_of(content: bytes) -> str:
    """The file as text. Bytes that are no UTF-8 stand in it as lone surrogates, until `decoded` reads their cell."""
    if content.startswith(BYTE_ORDER_MARKS):
        try:
            return content.decode("utf-16")
        except UnicodeError as error:
            message = f"The file's encoding cannot be read: {error}."
            raise FileError(message) from error
    return content.decode("utf-8-sig", "surrogateescape")


def check_distinct(header: Iterable[str]) -> None:
    """A FileError where two columns have one name."""
    repeated = [column for column, count in Counter(map(shapes.key, header)).items() if count > 1]
    if repeated:
        message = f"More than one column is called {repeated[0]!r}."
        raise FileError(message)


def records(text: str, divider: str) -> Iterator[tuple[int, list[str] | RowError]]:
    """Each record with the line on which it begins; empty lines are none."""
    # Strict: otherwise a quotation mark that is not closed takes the rest of the file into one cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, RowError(line, "not-csv", f"up to line {reader.line_num} this is no CSV: {error}")
            continue
        # A spreadsheet's tail of empty rows is commas and nothing else.
        if any(map(str.strip, cells)):
            yield line, cells


def row(line: int, cells: list[str] | RowError, header: list[str]) -> dict[str, str] | RowError:
    """A record by its columns' keys, every cell in plain text."""
    if isinstance(cells, RowError):
        return cells
    if len(cells) != len(header):
        return RowError(line, "columns", f"{len(cells)} cells, where the header has {len(header)}")
    try:
        plain = [cell if is_utf8(cell) else values.decoded(cell) for cell in cells]
    except values.UnreadableError as error:
        return RowError(line, "encoding", str(error))
    return dict(zip(map(shapes.key, header), plain, strict=True))


def is_utf8(cell: str) -> bool:
    """Whether every byte of the cell was UTF-8."""
    return not any("\udc80" <= character <= "\udcff" for character in cell)
