"""Which reader knows a file, and its rows one after the other."""

import json
from collections.abc import Iterator
from pathlib import Path

from devices.imports import apple_health, fitbit_csv, open_mhealth, vendor_answers
from devices.imports.fitbit_csv import DateOrder
from devices.imports.walked import Row, RowError, UnreadableFileError, Why

BEGINNING = 4096


def read(path: Path, *, order: DateOrder | None = None, wearer: str = "") -> Iterator[Row]:
    """A file's rows; UnreadableFileError where none is known, or more has to be told."""
    with path.open("rb") as file:
        beginning = file.read(BEGINNING)
    if apple_health.knows(beginning):
        with path.open("rb") as file:
            yield from apple_health.read(file)
        return
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as other:
        message = "The file is no text in UTF-8."
        raise UnreadableFileError(message) from other
    if text.lstrip()[:1] in ("{", "["):
        yield from _from_json(text)
    elif fitbit_csv.knows(text.partition("\n")[0].strip()):
        yield from fitbit_csv.read(text.splitlines(), order=order, wearer=wearer)
    else:
        message = "Nothing here knows this kind of file."
        raise UnreadableFileError(message)


def _from_json(text: str) -> Iterator[Row]:
    """One document, a list of them, or one on each line."""
    try:
        whole = json.loads(text)
        documents = whole if isinstance(whole, list) else [whole]
    except ValueError:
        documents = [_document(line) for line in text.splitlines() if line.strip()]
    except RecursionError:
        documents = [None]
    for row, document in enumerate(documents, start=1):
        if vendor_answers.knows(document):
            yield from vendor_answers.read(document)
        elif open_mhealth.knows(document):
            yield open_mhealth.read(row, document)
        else:
            yield RowError(row, Why.NOT_THE_SHAPE)


def _document(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
