"""CSV as spreadsheets write it: any of three dividers, UTF-8 or UTF-16 with or without its mark, or Windows-1252.

Rows without a value are none, and columns without a name and a value are none.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from referrals.directory import shapes, values
from referrals.directory.listing import FileError, RowError

DIVIDERS = ",;\t"
# By this line spreadsheets tell each other what divides the columns.
DECLARED = re.compile(r"sep=.?$", re.IGNORECASE)
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def text_of(content: bytes) -> str:
    """The file as text. Bytes that are no UTF-8 stand in it as lone surrogates, until `decoded` reads their cell."""
    encoding = "utf-16" if content.startswith(BYTE_ORDER_MARKS) else _utf16_of(content)
    if encoding:
        try:
            return content.decode(encoding)
        except UnicodeError as error:
            message = f"The file's encoding cannot be read: {error}."
            raise FileError(message) from error
    return content.decode("utf-8", "surrogateescape").lstrip("\ufeff")


def _utf16_of(content: bytes) -> str:
    """UTF-16 without its mark has a zero in every other byte; blank for anything else."""
    start = content[:1000]
    zeros = {"utf-16-be": start[0::2].count(0), "utf-16-le": start[1::2].count(0)}
    most = max(zeros, key=zeros.__getitem__)
    return most if zeros[most] * 4 > len(start) else ""


def check_distinct(header: Iterable[str]) -> None:
    """A FileError where two columns have one name."""
    named = filter(None, map(shapes.key, header))
    repeated = [column for column, count in Counter(named).items() if count > 1]
    if repeated:
        message = f"More than one column is called {repeated[0]!r}."
        raise FileError(message)


def records(text: str, divider: str) -> Iterator[tuple[int, list[str] | RowError]]:
    """Each record with the line on which it begins. Rows without a value are none, nor is the line `sep=;`."""
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
        if any(cell.strip() for cell in cells) and not (line == 1 and DECLARED.match(cells[0])):
            yield line, cells


def row(line: int, cells: list[str] | RowError, header: list[str]) -> dict[str, str] | RowError:
    """A record by its columns' keys, every cell in plain text."""
    if isinstance(cells, RowError):
        return cells
    named = [index for index, column in enumerate(header) if shapes.key(column)]
    cells, header = _trimmed(cells, named), [header[index] for index in named]
    if len(cells) != len(header):
        return RowError(line, "columns", f"{len(cells)} cells, where the header has {len(header)}")
    try:
        plain = [cell if is_utf8(cell) else values.decoded(cell) for cell in cells]
    except values.UnreadableError as error:
        return RowError(line, "encoding", str(error))
    return dict(zip(map(shapes.key, header), plain, strict=True))


def _trimmed(cells: list[str], named: list[int]) -> list[str]:
    """The cells of the named columns, and whatever has a value and no name."""
    kept = set(named)
    return [cell for index, cell in enumerate(cells) if index in kept or cell.strip()]


def is_utf8(cell: str) -> bool:
    """Whether every byte of the cell was UTF-8."""
    return not any("\udc80" <= character <= "\udcff" for character in cell)
