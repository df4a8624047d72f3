"""Files of published facts → rows with types. What cannot be read is an anomaly, named by its line and column.

A file is read as it streams, whatever its length. How its columns are called is data (`Layout`), so that no file needs
code of its own.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Any

DIVIDERS = ",;\t"
# What a row cannot be without.
NEEDED = object()
# Control characters, halves of surrogate pairs, and marks without width.
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ud800-\udfff]")
DAYS = ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d%b%Y", "%d-%b-%y", "%d-%b-%Y")
# As many anomalies of one code and column are kept with their lines; the others are counted.
KEPT = 100


class UnreadableFileError(Exception):
    """The file has not the columns that are needed; the message says which."""


class UnreadableError(ValueError):
    """A cell is not what its column is for."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something odd in a file: its line (0 for none), our name of the column, a code for machines, and words.

    `refused`: its row is not loaded; otherwise only the one value is left out, or it is merely worth knowing.
    """

    line: int
    column: str
    code: str
    words: str
    refused: bool = True


@dataclass(slots=True)
class Anomalies:
    """What was odd: counted all, kept with their lines up to KEPT of a kind. `tell` is given every one as it is met."""

    tell: Callable[[Anomaly], object] = lambda _anomaly: None
    kept: list[Anomaly] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: int = 0

    def add(self, anomaly: Anomaly) -> None:
        """Count it and tell it."""
        self.counts[anomaly.code, anomaly.column] += 1
        self.refused += anomaly.refused
        if self.counts[anomaly.code, anomaly.column] <= KEPT:
            self.kept.append(anomaly)
        self.tell(anomaly)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by our name; files may call it so or by one of `headings`. `read` turns a cell into its value.

    `missing` stands for an empty cell, or where the file has no such column; NEEDED refuses the row, or the file.
    """

    name: str
    read: Callable[[str], object]
    headings: tuple[str, ...] = ()
    missing: object = NEEDED


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a kind of file. `places`: where they stand (0 is the first) if the file has no header."""

    columns: tuple[Column, ...]
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one line by our names."""

    line: int
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def read(
    lines: Iterable[str], layout: Layout, anomalies: Anomalies, chosen: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Row]:
    """Each row that can be loaded. `chosen`: our name → the heading to take, where several would do or none is known.

    Refusals of the whole file are UnreadableFileError.
    """
    records = _records(lines, anomalies)
    first_line, header = next(records, (1, []))
    places = _places(header, layout, chosen)
    if not places and layout.places:
        places = dict(layout.places)
        records = chain([(first_line, header)], records)
    if missing := [column for column in layout.columns if column.missing is NEEDED and column.name not in places]:
        wanted = "; ".join(" or ".join((column.name, *column.headings)) for column in missing)
        message = f"The file has no column {wanted}. Its columns: {', '.join(header)}."
        raise UnreadableFileError(message)
    standing = [(column, places.get(column.name)) for column in layout.columns]
    width = max(places.values()) + 1
    for line, cells in records:
        if len(cells) < width:
            anomalies.add(Anomaly(line, "", "columns", f"{len(cells)} cells, {width} are needed"))
        elif (values := _values(line, cells, standing, anomalies)) is not None:
            yield Row(line, values)


def _records(lines: Iterable[str], anomalies: Anomalies) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; empty lines are none."""
    stream = iter(lines)
    first = next(stream, "")
    divider = max(DIVIDERS, key=first.count)
    # Strict: otherwise a quotation mark that is not closed takes the rest of the file into one cell.
    reader = csv.reader(chain([first], stream), delimiter=divider, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            anomalies.add(Anomaly(line, "", "not-csv", f"up to line {reader.line_num} this is no CSV: {error}"))
            continue
        if any(map(str.strip, cells)):
            yield line, cells


def _key(heading: str) -> str:
    return re.sub(r"[\W_]", "", heading).casefold()


def _places(header: Sequence[str], layout: Layout, chosen: Mapping[str, str]) -> dict[str, int]:
    """Where each column stands; none where the first line is no header."""
    if strangers := chosen.keys() - {column.name for column in layout.columns}:
        message = f"There is no column {', '.join(sorted(strangers))} to choose a heading for."
        raise UnreadableFileError(message)
    at: dict[str, int] = {}
    for place, heading in enumerate(header):
        at.setdefault(_key(heading), place)
    places = {}
    for column in layout.columns:
        headings = (chosen[column.name],) if column.name in chosen else (column.name, *column.headings)
        found = [heading for heading in dict.fromkeys(map(_key, headings)) if heading in at]
        if len(found) > 1:
            several = ", ".join(header[at[heading]] for heading in found)
            message = f"Several columns could be {column.name}: {several}. Choose with --column {column.name}=HEADING."
            raise UnreadableFileError(message)
        if found:
            places[column.name] = at[found[0]]
    return places


def _values(
    line: int, cells: Sequence[str], standing: Iterable[tuple[Column, int | None]], anomalies: Anomalies
) -> dict[str, object] | None:
    values = {}
    for column, place in standing:
        value = column.missing
        if place is not None and (cell := cells[place].strip()):
            try:
                value = column.read(cell if cell.isascii() else _decoded(cell))
            except UnreadableError as error:
                anomalies.add(Anomaly(line, column.name, error.code, str(error), refused=column.missing is NEEDED))
                if column.missing is NEEDED:
                    return None
        if value is NEEDED:
            anomalies.add(Anomaly(line, column.name, "empty", "nothing stands there"))
            return None
        values[column.name] = value
    return values


def _decoded(cell: str) -> str:
    """A cell whose bytes were no UTF-8 is Windows-1252, which is what spreadsheets write."""
    if not any("\udc80" <= character <= "\udcff" for character in cell):
        return cell
    try:
        return cell.encode("utf-8", "surrogateescape").decode("cp1252")
    except UnicodeError as error:
        raise UnreadableError("encoding", "neither UTF-8 nor Windows-1252") from error


def numbered(values: Iterable[Mapping[str, object]]) -> Iterator[Row]:
    """Rows that come from no file, numbered as its lines would be."""
    return (Row(number, each) for number, each in enumerate(values, start=1))


def text(longest: int) -> Callable[[str], str]:
    """One line of text, with plain spaces."""

    def reader(cell: str) -> str:
        plain = " ".join(INVISIBLE.sub("", cell).split())
        if len(plain) > longest:
            raise UnreadableError("too-long", f"{len(plain)} characters, at most {longest} have room")
        return plain

    return reader


def code(pattern: str, words: str) -> Callable[[str], str]:
    """A code in capitals. `words` say what it should be."""
    form = re.compile(pattern)

    def reader(cell: str) -> str:
        capitals = cell.upper()
        if not form.fullmatch(capitals):
            raise UnreadableError("no-code", f"{cell[:40]!r} is no {words}")
        return capitals

    return reader


def number(least: int, most: int) -> Callable[[str], int]:
    """A whole number; thousands may be set apart by commas."""

    def reader(cell: str) -> int:
        plain = cell.replace(",", "")
        if not re.fullmatch(r"-?[0-9]{1,12}", plain, re.ASCII) or not least <= int(plain) <= most:
            raise UnreadableError("no-number", f"{cell[:40]!r} is no whole number from {least} to {most}")
        return int(plain)

    return reader


def one_of(words: Mapping[str, str]) -> Callable[[str], str]:
    """A word of a list, in any case; `words` are how files write it → ours."""

    def reader(cell: str) -> str:
        if (found := words.get(cell.casefold())) is None:
            raise UnreadableError("no-such-word", f"{cell[:40]!r} is none of {', '.join(words)}")
        return found

    return reader


@lru_cache(maxsize=4096)
def day(cell: str) -> date:
    """A day in any of the forms that publishers use; a figure before the month's name or number is the day."""
    for form in DAYS:
        try:
            return datetime.strptime(cell, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise UnreadableError("no-day", f"{cell[:40]!r} is no day")
