"""The directories of the field: small files made from what public reports say, each with what is read or said of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from referrals.directory import csv_file, mapping, reading, shapes
from referrals.directory.listing import FileError, Listing, RowError

TODAY = date(2026, 11, 27)
# A file -> of each row what has to be read; or why the row, or the whole file, is refused.
READ: dict[str, list[dict[str, Any] | str] | str] = {
    "d01": [{"phone": "0161 496 0123 ext. 100"}],
    "d02": [{"schedule": "Thursday 10:00 to 12:00", "days": ["thu"], "phone": "0161 496 0124"}],
    "d04": [{"schedule": "", "days": [], "said": ["a schedule ended on 2020-03-20"]}],
    "d05": [
        {
            "name": "Version one group",
            "phone": "0161 496 0125",
            "schedule": "Wednesday 10:00 to 12:00",
            "ages": (55, None),
            "location": "Village hall, 2 High Street, Sale",
            "cost": "Free",
        }
    ],
    "d07": [
        {
            "name": "Html & entities: the men's room",
            "description": "We meet weekly.\n- Tea\n- Chat\nMore (https://example.org)",
        }
    ],
    "d08": [{"description": "What we do\n- Walks every week\n- Web (https://example.org)\nRow one\nRow two"}],
    "d09": [{"name": "Long", "said": ["5199 characters, at most 4000 have room: cut"]}],
    "d10": [{"ages": (16, 25), "eligibility": "Young people"}],
    "d11": [
        {"status": "open"},
        {"status": None, "said": ["'published' is no status"]},
        {"status": None},
        {"status": "closed"},
        {"status": "closed"},
    ],
    "d12": [{"phone": "0800 496 0126", "said": []}],
    "d13": [{"location": "Hall, 1 High Street, Sale", "said": ["2 places: only the first is kept"]}],
    "d14": ["the organisation has no name"],
    "d15": [
        {
            "postcode": None,
            "latitude": None,
            "longitude": None,
            "said": [
                "'ABC 1234' is no postcode",
                "'100' is not in the United Kingdom",
                "'101' is not in the United Kingdom",
            ],
        }
    ],
    "d16": [{"phone": "+44 1234 234567 ext. 100"}],
    "d17": ["the organisation has no name"],
    "d18": [{"name": "Utf16 caf\u00e9"}],
    "d19": "No known directory has these columns: 'Organisation', 'Service Name'",
    "d20": [{"name": "Group A", "phone": "0161 496 0128", "said": []}],
    "d22": [
        {"phone": "01614960130"},
        {"phone": "0161 496 0131 ext. 5"},
        {"phone": "0161 496 0132", "said": ["only the first of 2 numbers is kept: 07700 900132"]},
        {"phone": "111", "said": []},
        {"phone": "116 123", "said": []},
    ],
    "d25": [{"name": '=HYPERLINK("http://x","y")'}],
    "d26": [{"longitude": pytest.approx(-0.0857, abs=0.0001)}, {"longitude": 0.0}],
    "d27": "No known directory has these columns: 'name\u00acdescription",
    "d29": [{"longitude": pytest.approx(-0.00004)}],
}


@pytest.fixture
def folder(shared_data: Path) -> Path:
    return shared_data / "field-cases" / "services"


def said_of(row: Listing | RowError, expected: dict[str, Any] | str) -> dict[str, Any] | str:
    """Of a row what is expected of it, or why it is refused."""
    if isinstance(row, RowError) or isinstance(expected, str):
        return row.words if isinstance(row, RowError) else row.name
    remarks = [remark.words for remark in row.remarks]
    return {name: remarks if name == "said" else getattr(row, name) for name in expected}


@pytest.mark.parametrize(("case", "expected"), READ.items(), ids=READ)
def test_a_directory_of_the_field(folder: Path, case: str, expected: list[dict[str, Any] | str] | str) -> None:
    (path,) = folder.glob(f"{case}_*")
    if isinstance(expected, str):
        with pytest.raises(FileError) as refused:
            reading.read(path.read_bytes(), today=TODAY)
        assert str(refused.value).startswith(expected)
        assert "propose_mapping" in str(refused.value)
        return
    rows = reading.read(path.read_bytes(), today=TODAY).rows
    assert [said_of(row, told) for row, told in zip(rows, expected, strict=True)] == expected


def test_a_councils_own_headings_are_read_by_the_mapping_that_is_proposed(folder: Path) -> None:
    (path,) = folder.glob("d19_*")
    shape = shapes.read(mapping.proposed(csv_file.text_of(path.read_bytes())), "council")
    [row] = reading.read(path.read_bytes(), today=TODAY, mapping=shape).rows
    assert isinstance(row, Listing)
    assert (row.name, row.phone, row.schedule) == ("Tea dance", "0161 496 0127", "Tue 2-4pm")


def test_version_1_is_said(folder: Path) -> None:
    (path,) = folder.glob("d05_*")
    assert "version 1.0" in reading.read(path.read_bytes(), today=TODAY).notes[0]
