"""Small invented directory files."""

import csv
import io
import json
from datetime import date
from typing import Any

from referrals.directory import reading, shapes
from referrals.directory.listing import Listing, Reading, RowError

TODAY = date(2026, 11, 22)
CLUB = {"name": "Ashfold Bowls", "category": "Bowls", "address": "1 Green Lane, Ashfold", "postcode": "M33 2AB"}
GROUP = {
    "name": "Quiet Mornings",
    "description": "Tea and talk.",
    "address": "2 Mill Row, Ashfold",
    "postcode": "M33 2AC",
    "telephone": "0161 496 0000",
    "website": "www.quiet.example.org",
}
PANTRY = {
    "Name": "Ashfold Pantry",
    "Referral method": "Open door",
    "Opening times": "Mondays 10am - noon",
    "Address": "3 Mill Row",
    "Postcode": "M33 2AD",
    "Website": "http://pantry.example.org",
}


def facility(**changes: str) -> dict[str, str]:
    """A facility, open to everyone and with nothing accessible."""
    shape = next(shape for shape in shapes.SHAPES if shape.name == "sports-facilities")
    said = {"site_id": "7", "site_name": "Ashfold Park", "facility_type": "Golf", "postcode": "M33 2AE"}
    return dict.fromkeys(sorted(shape.columns()), "NA") | said | changes


def table(*rows: dict[str, str], divider: str = ",") -> bytes:
    """A CSV file of rows with the same columns."""
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0], delimiter=divider)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def service(**changes: Any) -> dict[str, Any]:
    """A service as Open Referral UK writes it."""
    organisation = {"id": "o-1", "name": "Ashfold Together", "website": "https://together.example.org"}
    return {"id": "s-1", "name": "Park walk", "status": "active", "organization": organisation} | changes


def read(content: bytes) -> Reading:
    return reading.read(content, today=TODAY)


def only(content: bytes) -> Listing:
    """The listing of a file with one row."""
    [row] = read(content).rows
    assert isinstance(row, Listing), row
    return row


def refusal(content: bytes) -> RowError:
    """Why the one row of a file is refused."""
    [row] = read(content).rows
    assert isinstance(row, RowError), row
    return row


def of_json(document: Any) -> bytes:
    return json.dumps(document).encode()
