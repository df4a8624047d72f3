"""`/open-referral-uk/`: the public directory for other systems."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from referrals.api.open_referral.parameters import PlaceQuery
from referrals.directory import publishing
from referrals.models import Organisation, Postcode, Service, SmallArea
from tests.pages.numbers import alike
from tests.referrals.services.hsds import validator

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEED = "/open-referral-uk"
# An id of nothing.
NOBODY = "3f2b8a44-7c1d-4e0a-9f65-0d8e2c7b1a90"
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]
# What an import may say of a service.
SAID = (
    "name", "description", "location", "postcode", "schedule", "days", "latitude", "longitude", "youngest", "oldest",
    "area_codes", "language", "website", "email", "phone", "status", "assured_on", "needs", "eligibility",
    "accessibility",
)  # fmt: skip


@pytest.fixture
def walk() -> Service:
    """A service that says everything, where Trafford's Sale is."""
    SmallArea.objects.create(
        code="E01006074", area_code="E08000009", area_name="Trafford", imd_decile=4, imd_edition="2025"
    )
    Postcode.objects.create(postcode="M33 2AB", lsoa_code="E01006074", latitude=53.42, longitude=-2.32)
    provider = Organisation.objects.create(
        name="Ashfold Together", kind="provider", email="sam@example.org", phone="0161 496 0999", valid_from=NOW.date()
    )
    return Service.objects.create(
        organisation=provider,
        name="Park walk",
        description="Walk and talk.",
        needs=["inactivity", "loneliness"],
        location="Longford Park",
        postcode="M33 2AB",
        latitude=53.4201,
        longitude=-2.3201,
        schedule="Tuesdays 10am to noon",
        days=["tue"],
        cost="Tea 1 pound",
        eligibility="Anyone new here",
        accessibility="Ramp",
        website="https://walk.example.org",
        email="walk@example.org",
        phone="0161 496 0131",
        language="English, Urdu",
        youngest=18,
        oldest=90,
        area_codes=["E08000009"],
        assured_on=NOW.date(),
    )


def other(walk: Service, **changes: Any) -> Service:
    """Another service of the same provider, about which less is known."""
    blank = dict.fromkeys(("location", "postcode", "schedule", "accessibility"), "")
    unknown = dict.fromkeys(("latitude", "longitude", "youngest", "oldest"))
    [added] = alike(
        walk, 1, **{"name": "Choir", "needs": ["debt"], "days": [], "area_codes": [], **blank, **unknown, **changes}
    )
    return added


def get(path: str, status: int = 200, **headers: str) -> Any:
    answer = Client().get(f"{FEED}{path}", headers=headers)
    assert answer.status_code == status, answer.content
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    kind = "application/json" if status < 400 else "application/problem+json"
    assert answer.headers["Content-Type"] == kind
    return answer.json()


def names(path: str) -> list[str]:
    return [(one.get("service") or one)["name"] for one in get(path)["contents"]]


def test_every_address_answers_as_the_schemas_have_it(walk: Service, shared_data: Path) -> None:
    other(walk)
    validate = validator(shared_data)
    assert get("/")["version"] == "HSDS-UK-3.0"
    for path, schema in (
        ("/services", "service"),
        ("/taxonomies", "taxonomy"),
        ("/taxonomy_terms", "taxonomy_term"),
        ("/service_at_locations", "service_at_location"),
    ):
        page = get(path)
        assert page["total_items"] == len(page["contents"]) > 0
        for brief in page["contents"]:
            validate(schema, brief)
            whole = get(f"{path}/{brief['id']}")
            validate(schema, whole)
            assert brief.items() <= whole.items() or schema == "service_at_location"
    assert get("/services?full=true")["contents"][-1] == get(f"/services/{walk.public_id}")


def test_what_it_gives_is_taken_in_again_without_loss(walk: Service, tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    file.write_text(json.dumps(get("/services?full=true")))
    call_command("import_services", str(file), "--source", "feed", stdout=(said := StringIO()))
    assert "1 rows, 0 refused" in said.getvalue()
    assert "left out" not in said.getvalue()
    again = Service.objects.select_related("organisation").get(source="feed")
    assert {name: getattr(again, name) for name in SAID} == {name: getattr(walk, name) for name in SAID}
    assert (again.cost, again.source_id) == ("Tea 1 pound", str(walk.public_id))
    assert again.organisation.name == "Ashfold Together"
    assert again.organisation.source_id == str(walk.organisation.public_id)


def test_what_our_schema_does_not_hold_apart_is_said_in_words(walk: Service) -> None:
    Service.objects.update(
        for_sex="female", for_carers=True, takes_self_referrals=False, is_free=True, is_step_free=True
    )
    whole = get(f"/services/{walk.public_id}")
    assert whole["eligibility_description"].split("\n") == [
        "Anyone new here", "women only", "carers only", "You need a link worker to come here."
    ]  # fmt: skip
    assert whole["cost_options"][0]["option"] == "Free of charge"
    access = whole["service_at_locations"][0]["location"]["accessibility"]
    assert [one["description"] for one in access] == ["Ramp", "Step-free"]


def test_it_shows_what_the_public_directory_shows(walk: Service) -> None:
    closed = other(walk, name="Closed", status="closed")
    old = other(walk, name="Old", assured_on=NOW.date() - timedelta(days=181))
    never = other(walk, name="Never", assured_on=None)
    other(walk, name="Waiting", status="waiting_list")
    assert names("/services") == ["Park walk", "Waiting"]
    page = Client().get("/services/").content.decode()
    assert [name for name in ("Park walk", "Waiting", "Closed", "Old", "Never") if name in page] == names("/services")
    for hidden in (closed, old, never):
        get(f"/services/{hidden.public_id}", 404)
        get(f"/service_at_locations/{hidden.public_id}", 404)


def test_it_tells_nothing_of_people_and_no_address_of_the_providers_own(walk: Service) -> None:
    Service.objects.update(phone="")
    told = json.dumps(get("/services?full=true"))
    assert "sam@example.org" not in told
    assert "contacts" not in told
    assert "0161 496 0999" in told
    assert f'"{walk.pk}"' not in told


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Park walk", "Choir"}),
        ("search=&day=&taxonomy_id=", {"Park walk", "Choir"}),
        ("search=talk+LONGFORD", {"Park walk"}),
        ("search=100%25", set()),
        ("day=TU", {"Park walk"}),
        ("day=tuesday", {"Park walk"}),
        ("day=MO", set()),
        ("minimum_age=17.5", {"Park walk"}),
        ("minimum_age=18", {"Park walk"}),
        ("minimum_age=18.5", set()),
        ("maximum_age=90", {"Park walk"}),
        ("maximum_age=89.5", set()),
        ("start_time=10:00", {"Park walk"}),
        ("start_time=10:01", set()),
        ("end_time=12:00:00", {"Park walk"}),
        ("end_time=11:59", set()),
        ("start_time=09:00&end_time=13:00&day=tu", {"Park walk"}),
        (f"taxonomy_id={publishing.TAXONOMY_ID}", {"Park walk", "Choir"}),
        (f"taxonomy_id={NOBODY}", set()),
        (f"taxonomy_term_id={publishing.Term('debt', '').id}", {"Choir"}),
        (f"taxonomy_term_id={NOBODY}", set()),
        (f"organization_id={NOBODY}", set()),
        ("modified_after=2020-01-01T00:00:00Z", {"Park walk", "Choir"}),
        ("modified_after=2222-01-01T00:00:00Z", set()),
        ("unknown=1", {"Park walk", "Choir"}),
    ],
)  # fmt: skip
def test_each_parameter_narrows_down(walk: Service, asked: str, found: set[str]) -> None:
    other(walk)
    assert set(names(f"/services?{asked}")) == found
    assert set(names(f"/service_at_locations?{asked}")) == found - {"Choir"}


def test_an_organisations_services_are_found_by_its_id(walk: Service) -> None:
    assert names(f"/services?organization_id={walk.organisation.public_id}") == ["Park walk"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("postcode=m332ab", {"Near", "Park walk"}),
        ("postcode=M33", {"Near", "Park walk"}),
        # Nobody knows which authority this is in: what takes people from anywhere takes them too.
        ("postcode=ST1+3AA", {"Near"}),
        ("postcode=M33+2AB&proximity=50", {"Park walk"}),
        ("postcode=M33+2AB&proximity=5000", {"Near", "Park walk"}),
        ("postcode=M33&proximity=5", set()),
    ],
)
def test_places_are_found_by_whom_they_take_and_how_far_they_are(walk: Service, asked: str, found: set[str]) -> None:
    other(walk, name="Near", latitude=53.43, longitude=-2.32)
    assert set(names(f"/service_at_locations?{asked}")) == found


def test_a_change_is_dated(walk: Service) -> None:
    choir = other(walk, recorded_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert get(f"/services/{choir.public_id}")["last_modified"] == "2020-01-01T00:00:00+00:00"
    assert names("/services?modified_after=2020-01-02") == ["Park walk"]
    Service.objects.filter(pk=choir.pk).update(cost="Free")
    assert get(f"/services/{choir.public_id}")["last_modified"] > "2026"
    assert names("/services?modified_after=2020-01-02") == ["Choir", "Park walk"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/services?page=0", "page"),
        ("/services?page=one", "page"),
        ("/services?per_page=1001", "per_page"),
        ("/taxonomies?per_page=0", "per_page"),
        ("/services?search=" + "a" * 201, "search"),
        ("/services?minimum_age=nan", "minimum_age"),
        ("/services?maximum_age=Infinity", "maximum_age"),
        ("/services?minimum_age=-1", "minimum_age"),
        ("/services?start_time=25:00", "start_time"),
        ("/services?day=someday", "day"),
        ("/services?taxonomy_id=1", "taxonomy_id"),
        ("/services?modified_after=yesterday", "modified_after"),
        ("/services?full=perhaps", "full"),
        ("/service_at_locations?postcode=nowhere", "postcode"),
        ("/service_at_locations?proximity=100", "proximity"),
        ("/service_at_locations?postcode=ST1+3AA&proximity=100", "postcode"),
        ("/service_at_locations?postcode=M33+2AB&proximity=far", "proximity"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(path: str, field: str) -> None:
    assert set(get(path, 400)["errors"]) == {field}


NASTY = (
    "-1", "0", "1e400", "sNaN", "NaN", "-inf", "9" * 400, "\u0661", "a\x00b", "\ud83d", "' OR 1=1 --", "%", "\\",
    "[]", "true", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "24:00", "M33", "M33 2AB", "ZZ99 3VZ",
)  # fmt: skip


@pytest.mark.parametrize("path", ["/service_at_locations", "/taxonomy_terms"])
def test_no_value_of_a_parameter_is_a_failure(walk: Service, path: str) -> None:
    browser = Client()
    for name in map(str, PlaceQuery().fields):
        for value in NASTY:
            asked = {name: value} | ({"postcode": "M33 2AB"} if name == "proximity" else {})
            answer = browser.get(f"{FEED}{path}", {key: text.encode("utf-8", "replace") for key, text in asked.items()})
            assert answer.status_code in {200, 400}, (name, value)
            assert "json" in answer.headers["Content-Type"]


@pytest.mark.parametrize(
    "path",
    ["/services/1", f"/services/{NOBODY}", "/taxonomies/x", f"/taxonomies/{NOBODY}", f"/taxonomy_terms/{NOBODY}",
     "/service_at_locations/x", "/services/a/b", "/organizations", "/services/", "/%0A"],
)  # fmt: skip
def test_what_is_not_there_is_a_404_in_json(path: str) -> None:
    assert get(path, 404)["status"] == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes(method: str) -> None:
    answer = getattr(Client(), method)(f"{FEED}/services", data="{}", content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense"])
def test_there_is_json_whatever_a_client_would_accept(accept: str) -> None:
    get("/services?format=html", accept=accept)


def test_a_browser_may_read_it_for_any_site() -> None:
    answer = Client().options(f"{FEED}/services", headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_an_answer_that_has_not_changed_is_not_sent_again(walk: Service, client: Client) -> None:
    path = f"{FEED}/services"
    first = client.get(path)
    etag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(path, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        assert again.headers["Access-Control-Allow-Origin"] == "*"
    Service.objects.filter(pk=walk.pk).update(cost="Free")
    assert client.get(path, headers={"if-none-match": etag}).status_code == 200
    refused = client.get(path, headers={"if-match": etag})
    assert (refused.status_code, refused.json()["code"]) == (412, "changed-meanwhile")
    head = client.head(path)
    assert (head.status_code, head.content, bool(head.headers["ETag"])) == (200, b"", True)


def test_pages_hold_everything_once(walk: Service) -> None:
    for number in range(4):
        other(walk, name=f"Choir {number}")
    pages = [get(f"/services?per_page=2&page={number}") for number in (1, 2, 3)]
    assert [one["name"] for page in pages for one in page["contents"]] == [
        "Choir 0", "Choir 1", "Choir 2", "Choir 3", "Park walk"
    ]  # fmt: skip
    assert [(page["size"], page["first_page"], page["last_page"]) for page in pages] == [
        (2, True, False), (2, False, False), (1, False, True)
    ]  # fmt: skip
    beyond = get(f"/services?per_page=2&page={10**30}")
    assert (beyond["empty"], beyond["contents"], beyond["total_pages"]) == (True, [], 3)
    terms = get("/taxonomy_terms?per_page=5&page=3")
    assert (terms["total_items"], terms["size"], terms["last_page"]) == (12, 2, True)


def test_a_thousand_services_cost_the_queries_of_ten(walk: Service) -> None:
    paths = ("/services?full=true&start_time=08:00&per_page=1000", "/service_at_locations?postcode=M33+2AB")

    def queries(more: int) -> list[int]:
        alike(walk, more)
        costs = []
        for path in paths:
            with CaptureQueriesContext(connection) as made:
                assert get(path)["empty"] is False
            costs.append(len(made))
        return costs

    assert queries(10) == queries(10) == queries(980)


def test_a_request_that_cannot_be_read_is_refused_in_json(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    answer = Client().get(f"{FEED}/services?search=a&day=b")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
