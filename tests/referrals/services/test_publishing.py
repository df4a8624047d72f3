"""A service as Open Referral UK: as the standard's schemas have it, and read again as it was."""

from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from referrals.directory import hours, publishing
from referrals.directory.listing import Listing
from referrals.directory.publishing import Published, Taxonomy, Term
from tests.referrals.services.files import of_json, only, read
from tests.referrals.services.hsds import BARE, WALK, validator

WRITERS = {
    "service": (publishing.service, publishing.summary),
    "service_at_location": (publishing.at_location, publishing.at_location_summary),
}
# What a council's file may say of a service.
KEPT = (
    "name", "organisation", "needs", "description", "location", "postcode", "schedule", "days", "latitude", "longitude",
    "eligibility", "ages", "accessibility", "cost", "website", "email", "phone", "assured_on",
)  # fmt: skip
TERMS = Taxonomy("What services help with", "Why people are referred.", WALK.helps_with)


@pytest.mark.parametrize("published", [WALK, BARE])
def test_what_is_written_is_as_the_schemas_have_it(published: Published, shared_data: Path) -> None:
    validate = validator(shared_data)
    for name, writers in WRITERS.items():
        for write in writers:
            validate(name, write(published))
    validate("taxonomy", publishing.taxonomy(TERMS, with_terms=True))
    validate("taxonomy", publishing.taxonomy(TERMS, with_terms=False))
    validate("taxonomy_term", publishing.term(WALK.helps_with[0], TERMS.name))


@pytest.mark.parametrize("write", [publishing.service, publishing.at_location])
def test_what_is_written_is_read_again(write: Any) -> None:
    row = only(of_json(publishing.page([write(WALK)], total=1, number=1, per_page=50)))
    assert row.remarks == ()
    assert (row.source_id, row.name, row.description) == (str(WALK.id), WALK.name, WALK.description)
    assert (row.organisation_id, row.organisation) == (str(WALK.organisation_id), WALK.organisation)
    assert (row.needs, row.proposed_needs) == (("inactivity", "loneliness"), ())
    assert (row.schedule, row.days) == (WALK.schedule, WALK.days)
    assert (row.eligibility, row.ages, row.area_codes) == (
        "Anyone new to the area\nwomen only",
        (18, 90),
        ["E08000009"],
    )
    assert (row.cost, row.language) == ("Tea 1 pound; Free of charge", "English, Urdu")
    assert (row.website, row.email, row.phone) == (WALK.website, WALK.email, WALK.phone)
    assert (row.status, row.assured_on) == ("open", WALK.assured_on)
    if write is publishing.service:
        assert (row.location, row.postcode) == (WALK.location, WALK.postcode)
        assert (row.latitude, row.longitude, row.accessibility) == (WALK.latitude, WALK.longitude, "Lift.\nStep-free")


def test_what_councils_publish_is_written_and_read_again_unchanged(shared_data: Path) -> None:
    files = sorted((shared_data / "service-directories").glob("*/*.csv"))
    rows = [row for file in files for row in read(file.read_bytes()).rows if isinstance(row, Listing)]
    written = [publishing.service(of_listing(row)) for row in rows]
    again = read(of_json(publishing.page(written, total=len(rows), number=1, per_page=len(rows)))).rows
    assert len(again) == len(rows) > 1000
    for row, back in zip(rows, again, strict=True):
        assert isinstance(back, Listing)
        assert {name: getattr(back, name) or None for name in KEPT} == {
            name: getattr(row, name) or None for name in KEPT
        }


def of_listing(row: Listing) -> Published:
    """A listing of a file as it would be published."""
    youngest, oldest = row.ages or (None, None)
    same = ("name", "organisation", "latitude", "longitude", "assured_on")
    words = ("description", "location", "postcode", "schedule", "cost", "website", "email", "phone")
    said: dict[str, Any] = {
        **{name: getattr(row, name) for name in same},
        **{name: getattr(row, name) or "" for name in words},
        "id": uuid5(UUID(int=0), row.source_id),
        "organisation_id": uuid5(UUID(int=0), row.organisation_id),
        "helps_with": [Term(code, code) for code in row.needs],
        "days": row.days or [],
        "eligibility": [row.eligibility or ""],
        "accessibility": [row.accessibility] if row.accessibility else [],
        "youngest": youngest,
        "oldest": oldest,
    }
    return replace(BARE, **said)


def test_what_is_not_known_is_not_said() -> None:
    assert set(publishing.service(BARE)) == {"id", "name", "status", "last_modified", "organization"}
    row = only(of_json(publishing.service(BARE)))
    assert (row.location, row.schedule, row.eligibility, row.cost, row.language, row.area_codes) == (None,) * 6


def test_a_limit_of_nought_is_said() -> None:
    assert publishing.service(replace(WALK, youngest=0))["minimum_age"] == 0


def test_every_part_has_an_id_of_its_own_that_stays() -> None:
    def ids(value: Any) -> list[str]:
        if isinstance(value, list):
            return [found for one in value for found in ids(one)]
        if not isinstance(value, dict):
            return []
        return [value["id"], *(found for one in value.values() for found in ids(one))]

    found = ids(publishing.location(WALK))
    assert len(found) == len(set(found)) == 4
    assert publishing.service(WALK) == publishing.service(replace(WALK))


def test_terms_of_others_are_no_needs_of_ours() -> None:
    written = publishing.service(WALK)
    written["attributes"] = [
        {"taxonomy_term": {"term": "debt", "name": "Debt"}},
        {"taxonomy_term": {"term": "chess", "name": "Chess", "taxonomy_id": str(publishing.TAXONOMY_ID)}},
    ]
    row = only(of_json(written))
    assert row.needs == ()
    assert "debt" in row.proposed_needs


def test_an_area_without_a_code_is_told_in_words() -> None:
    written = publishing.service(WALK) | {"service_areas": [{"name": "Ashfold", "uri": "https://example.org/ashfold"}]}
    row = only(of_json(written))
    assert (row.area_codes, row.eligibility) == (None, "Anyone new to the area\nwomen only\nAshfold")


@pytest.mark.parametrize(
    ("number", "size", "first", "last"), [(1, 2, True, False), (2, 1, False, True), (3, 0, False, True)]
)
def test_a_page_says_where_it_stands(number: int, size: int, *, first: bool, last: bool) -> None:
    page = publishing.page([{}] * size, total=3, number=number, per_page=2)
    assert (page["total_items"], page["total_pages"], page["page_number"], page["size"]) == (3, 2, number, size)
    assert (page["first_page"], page["last_page"], page["empty"]) == (first, last, size == 0)


@pytest.mark.parametrize(
    ("words", "opens", "closes"),
    [
        ("Tuesday, Thursday 10:00 to 12:00", time(10), time(12)),
        ("Mondays 10am - noon", time(10), time(12)),
        ("Tue 2-4pm", time(14), time(16)),
        ("Fri 10-2pm", time(10), time(14)),
        ("Wed 9.30am until 1.15pm", time(9, 30), time(13, 15)),
        ("12-1pm daily", time(12), time(13)),
    ],
)
def test_hours_are_read_where_the_words_say_them_plainly(words: str, opens: time, closes: time) -> None:
    assert hours.in_words(words) == (opens, closes)


@pytest.mark.parametrize(
    "words",
    ["", "Tuesdays", "For ages 5-11", "10:00 to 12:00 and 14:00 to 16:00", "10pm to 2am", "13pm to 14pm", "25:00-26:00",
     "8pm to midnight", "0161 496 0131", "2026-03-01 to 2026-04-01", "12:00 to 10:00"],
)  # fmt: skip
def test_what_says_no_one_range_of_hours_is_left_open(words: str) -> None:
    assert hours.in_words(words) is None
