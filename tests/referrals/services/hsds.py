"""The schemas of Open Referral UK 3.0, and a service that says everything."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from referrals.directory.publishing import Published, Term

FOLDER = Path("service-directories/open-referral-uk-3.0")
WALK = Published(
    id=UUID("8c0cbb22-7d05-4d4b-9b7e-1c6a5f0e8a11"),
    name="Park walk",
    organisation_id=UUID("2f3c7d0a-0d53-4c55-8a6f-0d6a1b1f3c22"),
    organisation="Ashfold Together",
    description="Walk and talk.\nAll year.",
    helps_with=[Term("inactivity", "Being more active"), Term("loneliness", "Loneliness or isolation")],
    taxonomy="What services help with",
    location="Civic Hall, 1 High Street, Ashfold",
    postcode="M33 2AB",
    latitude=53.42,
    longitude=-2.32,
    schedule="Tuesdays and Thursdays, 10am to noon",
    days=["tue", "thu"],
    eligibility=["Anyone new to the area", "women only"],
    youngest=18,
    oldest=90,
    area_names={"E08000009": "Trafford"},
    accessibility=["Lift.", "Step-free"],
    cost="Tea 1 pound",
    free="Free of charge",
    website="https://walk.example.org",
    email="walk@example.org",
    phone="0161 496 0131 ext. 5",
    languages=["English", "Urdu"],
    assured_on=date(2026, 11, 1),
    changed_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
)
NOTHING: dict[str, Any] = {
    **dict.fromkeys(
        ("description", "location", "postcode", "schedule", "cost", "free", "website", "email", "phone"), ""
    ),
    **dict.fromkeys(("latitude", "longitude", "youngest", "oldest", "assured_on")),
    **dict.fromkeys(("helps_with", "days", "eligibility", "accessibility", "languages"), ()),
    "area_names": {},
}
BARE = replace(WALK, **NOTHING)


def validator(shared_data: Path) -> Callable[[str, Any], None]:
    """Holds a document against the schema of that name."""
    schemas = {file.name: json.loads(file.read_text()) for file in (shared_data / FOLDER / "schemata").glob("*.json")}
    resources = [(name, DRAFT202012.create_resource(schema)) for name, schema in schemas.items()]
    registry: Any = Registry().with_resources(resources)

    def validate(name: str, document: Any) -> None:
        schema = schemas[f"{name}.json"]
        Draft202012Validator(schema, registry=registry, format_checker=FormatChecker()).validate(document)

    return validate
