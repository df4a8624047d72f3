"""A row of a directory's file: a listing, or why it is none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


class FileError(Exception):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row, as a code and in words. `line` is the file's line; in JSON, which service it is."""

    line: int
    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A service as a file describes it. None means that the file does not say; blank, that it says there is none.

    `remarks` are values that could not be read: the listing stands without them.
    """

    line: int
    source_id: str
    name: str
    organisation_id: str
    organisation: str
    needs: tuple[str, ...] = ()
    # What it may help with, by its words, where the file does not say; a person confirms it.
    proposed_needs: tuple[str, ...] = ()
    description: str | None = None
    location: str | None = None
    postcode: str | None = None
    schedule: str | None = None
    days: list[str] | None = None
    latitude: float | None = None
    longitude: float | None = None
    eligibility: str | None = None
    # From and up to which age in years; None inside for no such limit.
    ages: tuple[int | None, int | None] | None = None
    accessibility: str | None = None
    language: str | None = None
    # Of the local authorities whose people it takes.
    area_codes: list[str] | None = None
    cost: str | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    status: str | None = None
    assured_on: date | None = None
    remarks: tuple[RowError, ...] = ()


Row = Listing | RowError


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read: its shape, what its rows are counted in, what to know of it, and each of its rows."""

    shape: str
    counted_in: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]


def sorted_out(rows: Iterable[Row]) -> tuple[list[Listing], list[RowError], list[RowError]]:
    """The listings, one for each id; the rows that are refused; and remarks on values left out."""
    listings: dict[str, Listing] = {}
    named: dict[str, Listing] = {}
    refused: list[RowError] = []
    remarks: list[RowError] = []
    for row in rows:
        if isinstance(row, RowError):
            refused.append(row)
            continue
        if first := listings.get(row.source_id):
            refused.append(RowError(row.line, "repeated", f"the same service as {first.line}: {row.source_id}"))
            continue
        listings[row.source_id] = row
        remarks += row.remarks
        first = named.setdefault(row.organisation_id, row)
        if first.organisation != row.organisation:
            words = f"the organisation is {row.organisation!r} here, {first.organisation!r} at {first.line}: that stays"
            remarks.append(RowError(row.line, "organisation", words))
    return list(listings.values()), refused, remarks
