"""The FHIR server: what it says of itself, a referral as a ServiceRequest, and an OperationOutcome for every error."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import F, QuerySet
from django.test import Client
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.capabilitystatement import CapabilityStatement
from fhir.resources.R4B.operationoutcome import OperationOutcome
from fhir.resources.R4B.servicerequest import ServiceRequest
from fhir_core.fhirabstractmodel import FHIRAbstractModel

from referrals.kit.actor import Actor
from referrals.kit.permissions import Permission, Role, Scope
from referrals.kit.registries import fhir
from referrals.kit.registries.fhir import Resource, Source
from referrals.models import ApiClient, AuditEvent, Session
from tests.support import tokens
from tests.support.tokens import Answered, Api
from tests.support.world import World

FHIR_JSON = "application/fhir+json"
BASE = "/fhir/R4"


@pytest.fixture
def gp(world: World) -> Client:
    """The system of our practice."""
    return Api(tokens.issue(world.ours.members[Role.GP])).client


def own(world: World) -> str:
    """The address of our referral."""
    return f"{BASE}/ServiceRequest/{world.ours.referral.public_id}"


def valid(model: type[FHIRAbstractModel], answer: Answered) -> dict[str, Any]:
    """The resource that was answered, which the model of its type accepts."""
    body: dict[str, Any] = answer.json()
    model.model_validate(body)
    return body


def assert_outcome(answer: Answered, status: int, code: str) -> str:
    """The answer is an OperationOutcome with this issue type; its words."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == FHIR_JSON
    (issue,) = valid(OperationOutcome, answer)["issue"]
    assert (issue["severity"], issue["code"]) == ("error", code)
    words: str = issue["diagnostics"]
    assert words
    return words


def test_the_server_says_what_works_and_nothing_else() -> None:
    answer = Client().get(f"{BASE}/metadata")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, FHIR_JSON)
    statement = valid(CapabilityStatement, answer)
    assert (statement["fhirVersion"], statement["format"], statement["kind"]) == ("4.0.1", [FHIR_JSON], "instance")
    assert statement["implementation"]["url"] == f"http://testserver{BASE}"
    (rest,) = statement["rest"]
    said = {one["type"]: [interaction["code"] for interaction in one["interaction"]] for one in rest["resource"]}
    read_only = ["read", "search-type"]
    assert said == {
        "HealthcareService": read_only,
        "Organization": read_only,
        "Patient": read_only,
        "ServiceRequest": [*read_only, "create"],
        "Task": [*read_only, "vread", "history-instance", "update", "patch"],
    }
    assert "NHSD-End-User-Organisation-ODS" in rest["security"]["description"]


def test_a_referral_is_read_as_a_service_request_and_that_is_a_look(world: World, gp: Client) -> None:
    answer = gp.get(own(world))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, FHIR_JSON)
    assert answer.headers["Cache-Control"] == "no-store"
    request = valid(ServiceRequest, answer)
    assert request["id"] == str(world.ours.referral.public_id)
    assert (request["status"], request["intent"]) == ("active", "order")
    assert request["code"]["coding"][0]["code"] == "871731000000106"
    assert request["subject"]["identifier"]["value"] == world.ours.person.nhs_number
    assert request["requester"]["identifier"]["value"] == world.ours.practice.ods_code
    # The team has no code of the Organisation Data Service.
    assert request["performer"] == [{"reference": f"Organization/{world.ours.team.public_id}", "type": "Organization"}]
    look = AuditEvent.objects.get(did="referral.opened")
    assert (look.person_id, look.client_id) == (world.ours.person.pk, ApiClient.objects.get().pk)


def test_the_service_request_says_the_same_as_the_practices_download(world: World, gp: Client) -> None:
    page = world.ours.client(Role.GP).get(f"/gp/referrals/{world.ours.referral.public_id}/record.json").json()
    (downloaded,) = [
        entry["resource"] for entry in page["entry"] if entry["resource"]["resourceType"] == "ServiceRequest"
    ]
    references = {"subject", "requester", "performer"}
    # The models write moments in their own way.
    of_the_server = {"meta", "note"}
    answered = {name: value for name, value in gp.get(own(world)).json().items() if name not in of_the_server}
    read = json.loads(ServiceRequest.model_validate(answered).model_dump_json())
    assert read.keys() == downloaded.keys() >= references
    assert {name: read[name] for name in read.keys() - references} == {
        name: downloaded[name] for name in downloaded.keys() - references
    }


@pytest.mark.parametrize("name", ["ServiceRequest/nothing", "ServiceRequest/1", "Nothing/1", "servicerequest/1"])
def test_what_there_is_not_is_a_404(gp: Client, name: str) -> None:
    assert_outcome(gp.get(f"{BASE}/{name}"), 404, "not-found")


def test_anothers_referral_is_answered_as_one_that_never_existed(world: World, gp: Client) -> None:
    theirs = gp.get(f"{BASE}/ServiceRequest/{world.theirs.referral.public_id}")
    assert_outcome(theirs, 404, "not-found")
    assert theirs.content == gp.get(f"{BASE}/ServiceRequest/{uuid4()}").content


def test_the_servers_own_address_leads_to_what_works_there(db: None) -> None:
    for base in (BASE, f"{BASE}/"):
        answer = Client().get(base, follow=True)
        assert answer.json()["resourceType"] == "CapabilityStatement"
    for method in ("POST", "PUT", "DELETE"):
        answer = Client().generic(method, f"{BASE}/", "{", content_type=FHIR_JSON)
        assert_outcome(answer, 404, "not-found")


@pytest.mark.parametrize("path", ["Nothing", "ServiceRequest/1/2", "metadata/", "ServiceRequest/"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_an_unknown_address_is_an_outcome_whatever_is_asked(db: None, path: str, method: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert_outcome(strict.generic(method, f"{BASE}/{path}", "{", content_type=FHIR_JSON), 404, "not-found")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_an_outcome(world: World, gp: Client, method: str) -> None:
    for address in (own(world), f"{BASE}/metadata"):
        if method in {"PUT", "PATCH"} and address == own(world):
            # The body is read before it is known that it is of no use.
            continue
        assert_outcome(gp.generic(method, address, "{", content_type=FHIR_JSON), 405, "not-supported")


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer a b"}])
def test_without_a_valid_token_a_system_is_asked_for_one(world: World, header: dict[str, str]) -> None:
    answer = Client(headers=header).get(own(world))
    assert_outcome(answer, 401, "login")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_role_scope_and_organisation_count_as_in_rest(world: World) -> None:
    member = world.ours.members[Role.GP]
    for token in (tokens.issue(world.ours.members[Role.MANAGER]), tokens.issue(member, scopes=[Scope.DAYS])):
        assert_outcome(Api(token).client.get(own(world)), 403, "forbidden")
    assert_outcome(Api(tokens.issue(member), "X99999").client.get(own(world)), 403, "forbidden")
    of_two = tokens.token(tokens.register(member, world.theirs.members[Role.GP]))
    assert_outcome(Api(of_two).client.get(own(world)), 400, "invalid")
    assert Api(of_two, "P91001").client.get(own(world)).status_code == 200
    assert_outcome(Api(of_two, "P91002").client.get(own(world)), 404, "not-found")


def test_json_is_given_under_the_name_that_was_asked_for(world: World, gp: Client) -> None:
    for accepted, answered in ((FHIR_JSON, FHIR_JSON), ("application/json", "application/json"), ("*/*", FHIR_JSON)):
        assert gp.get(own(world), headers={"Accept": accepted}).headers["Content-Type"] == answered
    assert_outcome(gp.get(own(world), headers={"Accept": "application/fhir+xml"}), 406, "not-supported")


def test_a_defect_is_an_outcome_without_details(world: World, gp: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr("referrals.fhir.service_request.record_texts.of_each", broken)
    assert "inside" not in assert_outcome(gp.get(own(world)), 500, "exception")


def test_a_request_that_cannot_be_read_is_an_outcome(db: None) -> None:
    assert_outcome(Client().get(f"{BASE}/metadata", headers={"Host": "elsewhere.example"}), 400, "invalid")


@pytest.fixture
def sessions() -> Iterator[Source]:
    """A type that another app declares, for this test only."""

    def resources(rows: Sequence[Session], by: Actor) -> list[Resource]:  # each source is asked alike
        return [{"resourceType": "Slot", "id": str(row.public_id)} for row in rows]

    def rows(by: Actor, today: date) -> QuerySet[Session]:
        return Session.objects.filter(service__organisation=by.organisation_id).annotate(changed_at=F("recorded_at"))

    made = Source(
        type="Slot",
        name="session",
        permissions=frozenset({Permission.ANSWER_OFFER}),
        rows=rows,
        resources=resources,
        whose=lambda _row: None,
    )
    fhir.declare([made])
    yield made
    fhir._types.pop(made.type)


def test_a_type_that_another_app_declares_is_read_named_and_refused_like_any(world: World, sessions: Source) -> None:
    address = f"{BASE}/Slot/{world.ours.session.public_id}"
    ours, theirs = (Api(tokens.issue(side.members[Role.PROVIDER])).client for side in (world.ours, world.theirs))
    assert ours.get(address).json()["id"] == str(world.ours.session.public_id)
    statement = valid(CapabilityStatement, Client().get(f"{BASE}/metadata"))
    assert "Slot" in [one["type"] for one in statement["rest"][0]["resource"]]
    assert_outcome(theirs.get(address), 404, "not-found")
    assert_outcome(Api(tokens.issue(world.ours.members[Role.GP])).client.get(address), 403, "forbidden")
    assert_outcome(Client().get(address), 401, "login")
    with pytest.raises(ValueError, match="Slot of session is declared twice"):
        fhir.declare([sessions])


def test_each_declared_type_is_one_that_fhir_knows() -> None:
    assert [get_fhir_model_class(one.name).__name__ for one in fhir.types()] == [one.name for one in fhir.types()]
