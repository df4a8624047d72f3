"""Open Referral UK JSON: services, services at locations, organisations, and pages of them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.directory.listing import FileError, Listing
from tests.referrals.services.files import of_json, only, read, refusal, service

PLACE = {
    "name": "Civic Hall",
    "addresses": [{"address_1": "1 High Street", "city": "Ashfold", "postal_code": "m332ab"}],
    "accessibility": [{"description": "Lift.", "details": "Ask at the desk."}, {"accessibility": "Loop."}],
}


def test_a_service_says_what_it_says() -> None:
    row = only(
        of_json(
            service(
                description="Walk and talk.",
                alert="Starts later in winter.",
                url="https://walk.example.org",
                email="walk@example.org",
                assured_date="2026-09-01",
                fees="Free",
                cost_options=[{"option": "Tea", "amount": 1.5, "amount_description": "a cup"}],
                minimum_age=18,
                service_areas=[{"name": "Ashfold"}],
                schedules=[{"byday": "TU,TH", "opens_at": "10:00:00", "closes_at": "12:00"}],
                service_at_locations=[{"location": PLACE}],
            )
        )
    )
    assert (row.source_id, row.name, row.organisation_id, row.organisation) == (
        "s-1",
        "Park walk",
        "o-1",
        "Ashfold Together",
    )
    assert row.description == "Walk and talk.\nStarts later in winter."
    assert (row.location, row.postcode) == ("Civic Hall, 1 High Street, Ashfold", "M33 2AB")
    assert (row.schedule, row.eligibility) == ("Tuesday, Thursday 10:00 to 12:00", "Ashfold")
    assert row.ages == (18, None)
    assert row.accessibility == "Lift. Ask at the desk.\nLoop."
    assert row.cost == "Free; Tea: 1.5 GBP a cup"
    assert (row.website, row.email, row.status) == ("https://walk.example.org", "walk@example.org", "open")
    assert (row.assured_on, row.remarks) == (date(2026, 9, 1), ())


def test_what_a_document_does_not_say_is_none_and_not_blank() -> None:
    row = only(of_json(service()))
    assert (row.location, row.schedule, row.eligibility, row.cost, row.assured_on) == (None,) * 5
    assert row.website == "https://together.example.org"


@pytest.mark.parametrize("wrap", [lambda one: [one], lambda one: {"contents": [one]}])
def test_a_list_and_a_page_hold_services(wrap: Any) -> None:
    assert only(of_json(wrap(service()))).name == "Park walk"


def test_a_service_at_a_location_is_the_service_there() -> None:
    row = only(of_json({"id": "l-1", "location": PLACE, "service": service()}))
    assert (row.source_id, row.postcode) == ("s-1", "M33 2AB")


def test_an_organisation_holds_its_services() -> None:
    services = [{"id": "s-1", "name": "Walk", "status": "active"}, {"id": "s-2", "status": "active"}, 7]
    rows = read(of_json({"id": "o-1", "name": "Ashfold Together", "services": services})).rows
    assert [row.line for row in rows] == [1, 2, 3]
    assert isinstance(rows[0], Listing)
    assert rows[0].organisation == "Ashfold Together"
    assert [getattr(row, "code", "") for row in rows] == ["", "missing", "no-service"]


@pytest.mark.parametrize("other", [{"id": "t-1", "taxonomy": "x"}, {}, 7, {"id": "o-1", "services": []}])
def test_what_is_no_service_is_listed(other: Any) -> None:
    assert refusal(of_json([other])).code == "no-service"


def test_a_service_without_its_organisation_is_refused() -> None:
    assert refusal(of_json({"id": "s-1", "name": "Walk", "status": "active"})).words == "the organisation has no name"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ["Walk"]}, "name is no text"),
        ({"organization": "us"}, "organization is no object"),
        ({"schedules": "Mondays"}, "schedules is no list of objects"),
        ({"service_at_locations": [7]}, "service_at_locations is no list of objects"),
    ],
)
def test_a_value_of_another_type_is_refused(changes: dict[str, Any], words: str) -> None:
    said = refusal(of_json(service(**changes)))
    assert (said.code, said.words) == ("type", words)


@pytest.mark.parametrize(
    ("status", "ours"), [("active", "open"), ("defunct", "closed"), ("temporarily closed", "closed")]
)
def test_a_status_is_told_in_our_words(status: str, ours: str) -> None:
    assert only(of_json(service(status=status))).status == ours


def test_an_unknown_status_a_second_place_and_further_pages_are_said() -> None:
    places = [{"location": PLACE}, {"location": PLACE}]
    reading = read(
        of_json(
            {
                "total_pages": 3,
                "page_number": 1,
                "contents": [service(status="?", funding=[], service_at_locations=places)],
            }
        )
    )
    [row] = reading.rows
    assert isinstance(row, Listing)
    assert [remark.code for remark in row.remarks] == ["status", "location"]
    assert reading.notes == ("this is page 1 of 3; each page is a file of its own", "of a service not used: funding")


@pytest.mark.parametrize("content", [b"{", b"[1,", b'{"id": "\xff"}', b"[" * 100_000])
def test_what_is_no_json_is_an_error_of_the_file(content: bytes) -> None:
    with pytest.raises(FileError):
        read(content)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*service(), "location", "x"]), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*service(), "schedules", "service", "services", "assured_date"]), ANYTHING))
def test_any_document_gives_listings_or_reasons(changes: dict[str, Any]) -> None:
    assert read(of_json([service() | changes])).rows
