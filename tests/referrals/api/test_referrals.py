"""REST: sending and reading referrals, and what a system is told when it may not."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from referrals.kit.api import throttling
from referrals.kit.permissions import Role, Scope
from referrals.limits import Quota
from referrals.models import ApiClient, AuditEvent, Person, PersonPractice, Referral
from tests.support import tokens
from tests.support.tokens import Answered, Api
from tests.support.world import World, an_nhs_number, refer, register


@pytest.fixture
def api(world: World) -> Api:
    return Api(tokens.issue(world.ours.members[Role.GP]))


def body(**changes: Any) -> dict[str, Any]:
    """A referral of someone new."""
    person = {
        "nhs_number": an_nhs_number(700),
        "given_name": "Nia",
        "family_name": "Sent",
        "born_on": "1958-07-04",
        "postcode": "m33 2ab",
        "phone": "0161 496 0123",
    }
    whole: dict[str, Any] = {"person": person, "needs": ["debt"], "risk": "none", "consent": {"given": True}}
    whole["person"] |= changes.pop("person", {})
    return whole | changes


def assert_problem(response: Answered, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["detail"]
    return problem


def test_a_practice_sends_a_referral_and_reads_it_again(api: Api, world: World) -> None:
    sent = api.post("referrals/", body())
    assert sent.status_code == 201
    referral = sent.json()
    assert referral["status"] == "received"
    assert referral["person"]["nhs_number"] == an_nhs_number(700)
    assert referral["team"]["name"] == "Trafford Link Workers"
    assert referral["due_on"]
    read = api.client.get(sent.headers["Location"])
    assert read.json() == referral
    stored = Referral.objects.get(public_id=referral["id"])
    assert stored.referring_organisation == world.ours.practice
    assert stored.person.addresses.get().imd_decile == 1


def test_opening_a_referral_is_audited(api: Api, world: World) -> None:
    api.get(f"referrals/{world.ours.referral.public_id}/")
    look = AuditEvent.objects.get(did="referral.opened", person_id=world.ours.person.pk)
    assert (look.actor_kind, look.client_id) == ("client", ApiClient.objects.get().pk)


def test_a_link_worker_sends_for_another_agency_without_a_practice(world: World) -> None:
    sent = Api(tokens.issue(world.ours.members[Role.LINK_WORKER])).post("referrals/", body())
    assert sent.json()["route"] == "agency"
    person = Person.objects.get(public_id=sent.json()["person"]["id"])
    assert PersonPractice.objects.get(person=person).practice is None


def test_the_list_holds_the_clients_own_referrals_newest_first(api: Api, world: World) -> None:
    newest = refer(world.ours, register(world.ours, family_name="Newest"))
    found = api.get("referrals/").json()["results"]
    assert [row["id"] for row in found] == [str(newest.public_id), str(world.ours.referral.public_id)]


def test_the_list_is_paged_by_cursor(api: Api, world: World) -> None:
    people = [register(world.ours, family_name=f"Page {number}") for number in range(4)]
    moments = [world.now - timedelta(minutes=number // 2) for number in range(4)]
    sent = [refer(world.ours, person, at=at) for person, at in zip(people, moments, strict=True)]
    seen: list[str] = []
    page = api.get("referrals/", limit=2).json()
    while True:
        seen += [row["id"] for row in page["results"]]
        if not page["next"]:
            break
        page = api.client.get(page["next"]).json()
    assert len(seen) == len(set(seen)) == 5
    assert set(seen) >= {str(referral.public_id) for referral in sent}


def test_a_page_has_at_most_200_rows(api: Api) -> None:
    assert api.get("referrals/", limit=5000).status_code == 200
    document = Client().get("/api/v1/openapi.json").json()
    parameters = document["paths"]["/api/v1/referrals/"]["get"]["parameters"]
    assert {parameter["name"]: parameter["schema"].get("maximum") for parameter in parameters}["limit"] == 200


def test_what_is_not_visible_does_not_exist(api: Api, world: World) -> None:
    assert_problem(api.get(f"referrals/{world.theirs.referral.public_id}/"), 404, "not-found")
    assert_problem(api.get(f"referrals/{uuid4()}/"), 404, "not-found")


@pytest.mark.parametrize("path", ["nothing/", "referrals", "referrals/1/", "people/1/days/"])
def test_an_unknown_address_is_a_problem_too(path: str) -> None:
    assert_problem(Client().get(f"/api/v1/{path}"), 404, "not-found")


def test_the_base_leads_to_the_description() -> None:
    assert Client().get("/api/v1/").headers["Location"] == "/api/v1/openapi.json"


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer a b"}])
def test_without_a_valid_token_a_system_is_asked_for_one(db: None, header: dict[str, str]) -> None:
    response = Client(headers=header).get("/api/v1/referrals/")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_browsers_session_opens_nothing_here(world: World) -> None:
    assert world.ours.client(Role.GP).get("/api/v1/referrals/").status_code == 401


def test_an_expired_token_opens_nothing(world: World) -> None:
    token = tokens.issue(world.ours.members[Role.GP], lifetime=timedelta(seconds=-1))
    assert Api(token).get("referrals/").status_code == 401


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.COMMISSIONER, Role.PERSON, Role.MANAGER])
def test_a_role_without_referrals_is_refused(world: World, role: Role) -> None:
    api = Api(tokens.issue(world.ours.members[role]))
    assert_problem(api.get("referrals/"), 403, "permission-denied")
    assert_problem(api.post("referrals/", body()), 403, "permission-denied")


def test_a_token_for_figures_reads_no_referral(world: World) -> None:
    api = Api(tokens.issue(world.ours.members[Role.GP], scopes=[Scope.OBSERVATORY]))
    assert_problem(api.get("referrals/"), 403, "permission-denied")


@pytest.mark.parametrize("sent", ["{", "[]", '"text"', "null", "", '{"person": 1}', '{"person": {"born_on": "x"}}'])
@pytest.mark.parametrize("key", ["", "k"])
def test_what_is_no_referral_is_a_400(api: Api, sent: str, key: str) -> None:
    response = api.post("referrals/", sent, key)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


def test_another_media_type_or_method_is_refused(api: Api) -> None:
    response = api.client.post("/api/v1/referrals/", "a=1", content_type="application/x-www-form-urlencoded")
    assert_problem(response, 415, "unsupported-media-type")
    assert_problem(api.client.delete("/api/v1/referrals/"), 405, "method-not-allowed")
    assert_problem(api.client.options("/api/v1/referrals/"), 405, "method-not-allowed")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"person": {"nhs_number": "1111111111"}}, "nhs_number"),
        ({"person": {"nhs_number": None}}, "nhs_number"),
        ({"person": {"nhs_number_missing_reason": "withheld"}}, "nhs_number"),
        ({"person": {"postcode": "nowhere"}}, "postcode"),
        ({"person": {"phone": "call me"}}, "phone"),
        ({"person": {"born_on": "2999-01-01"}}, "born_on"),
        ({"person": {"given_name": "a\x00b"}}, "given_name"),
        ({"person": {"family_name": "x" * 101}}, "family_name"),
        ({"needs": []}, "needs"),
        ({"needs": ["gold"]}, "needs"),
        ({"risk": "read_first"}, "risk_note"),
        ({"consent": {"given": False}}, "given"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(api: Api, changes: dict[str, Any], field: str) -> None:
    before = Person.objects.count()
    problem = assert_problem(api.post("referrals/", body(**changes)), 400, "invalid")
    assert field in str(problem["errors"])
    assert Person.objects.count() == before


def test_every_way_of_reaching_someone_is_taken_each_with_what_is_safe(api: Api) -> None:
    reached = {"mobile": "07700 900701", "email": "Nia@Example.org", "safe_to_call": True, "email_is_safe": True}
    sent = api.post("referrals/", body(person={**reached, "preferred_channel": "text"}))
    person = Person.objects.get(public_id=sent.json()["person"]["id"])
    points = person.contact_points.order_by("kind").values_list("kind", "safe_to_call", "safe_to_write")
    # Who wants to be told by text says that texts are safe.
    assert list(points) == [("email", False, True), ("home_phone", True, True), ("mobile", True, True)]
    assert person.wanted_channel == "text"


@pytest.mark.parametrize(
    ("person", "field"),
    [
        ({"mobile": "0161 496 0123"}, "mobile"),
        ({"email": "nobody"}, "email"),
        ({"preferred_channel": "text"}, "preferred_channel"),
        ({"preferred_channel": "email"}, "preferred_channel"),
        ({"preferred_channel": "letter"}, "preferred_channel"),
        ({"preferred_channel": "phone"}, "preferred_channel"),
        ({"preferred_channel": "pigeon"}, "preferred_channel"),
    ],
)
def test_what_reaches_nobody_is_refused_as_on_the_form(api: Api, person: dict[str, Any], field: str) -> None:
    problem = assert_problem(api.post("referrals/", body(person=person)), 400, "invalid")
    assert list(problem["errors"]["person"]) == [field]


def test_a_client_that_runs_wild_is_slowed_down_and_no_other(
    api: Api, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "REQUESTS", Quota(most=2, within=timedelta(minutes=5)))
    assert [api.get("referrals/").status_code for _request in range(3)] == [200, 200, 429]
    answer = api.get("referrals/")
    assert_problem(answer, 429, "throttled")
    assert 0 < int(answer.headers["Retry-After"]) <= 300
    assert Api(tokens.issue(world.theirs.members[Role.GP])).get("referrals/").status_code == 200


def test_an_urgent_need_is_not_sent_but_answered_with_what_to_do(api: Api) -> None:
    problem = assert_problem(api.post("referrals/", body(risk="urgent")), 422, "urgent")
    assert "999" in problem["detail"]


def test_a_practice_without_a_team_cannot_refer(api: Api, world: World) -> None:
    type(world.ours.practice).objects.filter(pk=world.ours.practice.pk).update(refers_to=None)
    assert_problem(api.post("referrals/", body()), 422, "no-team")


def test_someone_elses_number_opens_nothing(api: Api, world: World) -> None:
    known = world.theirs.person
    sent = body(person={"nhs_number": known.nhs_number, "born_on": "1990-01-01"})
    problem = assert_problem(api.post("referrals/", sent), 422, "details-differ")
    assert known.given_name not in problem["detail"]


def test_a_defect_is_a_problem_without_details(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr("referrals.api.views.selectors.visible", broken)
    response = api.get("referrals/")
    assert "inside" not in str(assert_problem(response, 500, "error"))


def test_a_body_that_is_too_large_is_a_problem(api: Api) -> None:
    response = api.post("referrals/", '"' + "x" * 3_000_000 + '"', "k")
    assert_problem(response, 400, "bad-request")
