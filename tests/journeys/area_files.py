"""The files with which an invented area is set up, as small as they can be."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from tests.journeys import readme
from tests.support.caseload_files import content
from tests.support.world import an_nhs_number

BOARD, NETWORK, PRACTICE, CLOSING_PRACTICE = "QXX", "U12345", "P91001", "P91002"
TEAM, SERVICE, PROVIDER = "Example Link Workers", "Ashfold park walk", "Ashfold Together"
MANAGER, ADMINISTRATOR, LINK_WORKER = "sam.rowe@example.org", "kit.lowe@example.org", "lena.marsh@example.org"
POSTCODE, SMALL_AREA, AUTHORITY = "M33 2AB", "E01005001", "E08000009"
# How many people the team supports already, and how many are on each practice's list.
CASES, LISTED = 11, 5_000


def write(folder: Path, *, published: date, yesterday: date) -> None:
    """Write all of them. `published` is the day that the NHS files describe; the team's people came `yesterday`."""
    extract = f"{published:%d%b%Y}".upper()
    practices = {PRACTICE: "Park Road Surgery", CLOSING_PRACTICE: "High Street Surgery"}
    place = [NETWORK, "Example Central PCN", BOARD, "NHS Example Integrated Care Board", "Y62", "North West"]
    texts = {
        "area.toml": readme.area(),
        "small-areas.csv": _table(
            ["code", "name", "area_code", "area_name", "imd_decile"],
            [[SMALL_AREA, "Ashfold 001A", AUTHORITY, "Ashfold", "1"]],
        ),
        "postcodes.csv": _table(
            ["postcode", "lsoa_code", "latitude", "longitude"], [[POSTCODE, SMALL_AREA, "53.45", "-2.3"]]
        ),
        "networks.csv": _table(
            [
                *("EXTRACT_DATE", "PRACTICE_CODE", "PRACTICE_NAME", "PCN_CODE", "PCN_NAME"),
                *("STP_CODE", "STP_NAME", "COMM_REGION_CODE", "COMM_REGION_NAME"),
            ],
            [[extract, code, name, *place] for code, name in practices.items()],
        ),
        "practices.csv": _table([], [_practice(code, name) for code, name in practices.items()]),
        "list-sizes.csv": _table(
            ["EXTRACT_DATE", "ORG_CODE", "SEX", "AGE", "NUMBER_OF_PATIENTS"],
            [[extract, code, "ALL", "ALL", str(LISTED)] for code in practices],
        ),
        "services.json": json.dumps([_service()]),
        "caseload.csv": content(*_cases(yesterday)).decode(),
    }
    for name, text in texts.items():
        (folder / name).write_text(text)


def _table(header: list[str], rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows] if header else rows)
    return text.getvalue()


def _practice(code: str, name: str) -> list[str]:
    """A line of epraccur.csv, which has no header: an active GP practice."""
    cells = [""] * 27
    cells[0], cells[1], cells[3], cells[10], cells[12], cells[25] = code, name, BOARD, "19740401", "A", "4"
    return cells


def _service() -> dict[str, Any]:
    """A walk, as Open Referral UK writes it."""
    address = {"address_1": "Park Lane", "city": "Ashfold", "postal_code": POSTCODE}
    return {
        "id": "s-1",
        "name": SERVICE,
        "status": "active",
        "description": "A gentle walk in the park with company, for older people who feel lonely.",
        "email": "walk@example.org",
        "organization": {"id": "o-1", "name": PROVIDER, "email": "hello@example.org"},
        "schedules": [{"byday": "TU", "opens_at": "11:00", "closes_at": "12:00"}],
        "service_at_locations": [{"location": {"name": "Ashfold Park", "addresses": [address]}}],
    }


def _cases(yesterday: date) -> list[dict[str, str]]:
    """People whom the link worker has spoken with already, in the columns of the manager's template."""
    day = f"{yesterday:%d/%m/%Y}"
    return [
        {
            "nhs_number": an_nhs_number(300_000 + number),
            "first_name": f"Person{chr(ord('a') + number)}",
            "last_name": f"Carried{chr(ord('a') + number)}",
            "date_of_birth": f"02/01/{1940 + number}",
            "postcode": POSTCODE,
            "phone": f"01632 960 1{number:02}",
            **dict.fromkeys(("safe_to_call", "safe_to_leave_message", "safe_to_write"), "yes"),
            "practice_code": PRACTICE,
            "referred_on": day,
            "route": "GP practice",
            "needs": "loneliness",
            "stage": "supported",
            "holder": LINK_WORKER,
            "first_contact_on": day,
            "first_contact_mode": "phone",
            "consent_given_on": day,
        }
        for number in range(CASES)
    ]
