"""Referring by FHIR: the same rows as by REST, once however often it is sent, and a reason for every refusal."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from referrals.kit.permissions import Role
from referrals.models import Person, Referral, ReferralIdentifier
from tests.referrals.api.test_referrals import body
from tests.support import tokens
from tests.support.fhir import BASE, FHIR_JSON, assert_outcome, found, refused_by, send, service_request, valid
from tests.support.tokens import Api
from tests.support.world import World, an_nhs_number

OF_THE_SENDING = {
    "id",
    "public_id",
    "recorded_at",
    "reference",
    "referred_at",
    "person_id",
    "episode_id",
    "agreement_id",
}


@pytest.fixture
def gp(world: World) -> Client:
    return Api(tokens.issue(world.ours.members[Role.GP])).client


def columns(record: Any) -> dict[str, Any]:
    """A row without what is another in each."""
    return {
        name: value
        for name, value in type(record).objects.filter(pk=record.pk).values().get().items()
        if name not in OF_THE_SENDING
        and not name.endswith("_at")
        and name not in {"referred_by_client_id", "said_by_id"}
    }


def of_person(person: Person) -> list[Any]:
    parts = ("contact_points", "addresses", "practices", "ethnicities")
    return [columns(person), *(columns(row) for name in parts for row in getattr(person, name).all())]


def test_a_referral_makes_the_same_rows_as_by_rest(world: World, gp: Client) -> None:
    same = {"address": "1 High Street\nSale", "safe_to_call": True, "sex": "female"}
    rest = body(
        person=same,
        note="Letters pile up.",
        on_behalf_of="Dr Hall",
        risk="read_first",
        risk_note="A dog",
        consent={"given": True, "given_by": "The patient"},
    )
    sent = Api(tokens.issue(world.ours.members[Role.GP])).post("referrals/", rest)
    assert sent.status_code == 201, sent.content
    answer = send(gp, service_request(risk="A dog"))
    assert answer.status_code == 201, answer.content
    by_rest, by_fhir = (Referral.objects.get(public_id=one.json()["id"]) for one in (sent, answer))
    assert columns(by_rest) == columns(by_fhir)
    assert columns(by_rest.agreement) == columns(by_fhir.agreement)
    numbers = [an_nhs_number(700), an_nhs_number(701)]
    assert [one.person.nhs_number for one in (by_rest, by_fhir)] == numbers
    Person.objects.filter(nhs_number=numbers[1]).update(nhs_number=None, nhs_number_missing_reason="not_known_yet")
    Person.objects.filter(nhs_number=numbers[0]).update(nhs_number=None, nhs_number_missing_reason="not_known_yet")
    assert of_person(by_rest.person) == of_person(by_fhir.person)


def test_the_answer_is_the_referral_as_it_is_read(world: World, gp: Client) -> None:
    answer = send(gp, service_request(identifier="R-1", risk="A dog"))
    request = valid(answer)
    assert answer.headers["Location"] == f"http://testserver{BASE}/ServiceRequest/{request['id']}"
    assert gp.get(answer.headers["Location"]).json() == request
    assert {"system": "urn:practice:requests", "value": "R-1"} in request["identifier"]
    assert request["contained"][0]["code"] == {"text": "A dog"}
    assert request["note"] == [{"text": "Letters pile up."}]
    (task,) = found(gp.get(f"{BASE}/Task?focus=ServiceRequest/{request['id']}"))
    assert task["status"] == "requested"
    minimal = send(gp, service_request(nhs_number=an_nhs_number(702)), Prefer="return=minimal")
    assert (minimal.status_code, minimal.content) == (201, b"")


def test_somebody_on_the_server_is_referred_by_their_address(world: World, gp: Client) -> None:
    resource = service_request()
    resource["subject"] = {"reference": f"Patient/{world.ours.person.public_id}"}
    resource["contained"] = resource["contained"][1:]
    answer = send(gp, resource)
    assert answer.status_code == 201, answer.content
    assert Referral.objects.get(public_id=answer.json()["id"]).person == world.ours.person
    for nobody in (world.theirs.person.public_id, "1"):
        resource["subject"] = {"reference": f"Patient/{nobody}"}
        assert send(gp, resource).status_code == 422


def test_what_was_sent_before_is_answered_and_not_made_again(world: World, gp: Client) -> None:
    unless = {"If-None-Exist": "identifier=urn:practice:requests|R-2"}
    first = send(gp, service_request(identifier="R-2"), **unless)
    again = send(gp, service_request(identifier="R-2"), **unless)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["id"] == first.json()["id"]
    # The number is known as it stands and in an address; without its system too.
    for header in ("identifier=urn%3Apractice%3Arequests%7CR-2", "identifier=R-2"):
        assert send(gp, service_request(), **{"If-None-Exist": header}).status_code == 200
    twice = send(gp, service_request(identifier="R-2"))
    assert_outcome(twice, 409, "conflict")
    assert refused_by(twice) == "number-used"
    theirs = Api(tokens.issue(world.theirs.members[Role.GP])).client
    other = service_request(identifier="R-2", nhs_number=an_nhs_number(703))
    assert send(theirs, other, **unless).status_code == 201
    assert ReferralIdentifier.objects.filter(value="R-2").count() == 2
    assert len(found(gp.get(f"{BASE}/ServiceRequest?identifier=urn:practice:requests|R-2"))) == 1


@pytest.mark.parametrize("header", ["name=x", "identifier=", "identifier=a&identifier=b", "x"])
def test_another_condition_is_refused(gp: Client, header: str) -> None:
    assert_outcome(send(gp, service_request(), **{"If-None-Exist": header}), 400, "invalid")


RISKY = {"risk": "A dog"}


def spoilt(*path: Any, **changes: Any) -> dict[str, Any]:
    """A request in which the element at a path is another, or not there."""
    resource = deepcopy(service_request(**changes.pop("of", {})))
    *way, last = path
    holder: Any = resource
    for part in way:
        holder = holder[part]
    if "value" in changes:
        holder[last] = changes["value"]
    else:
        del holder[last]
    return resource


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        (spoilt("supportingInfo"), "ServiceRequest.supportingInfo"),
        (spoilt("contained", 1, "status", value="inactive"), "ServiceRequest.supportingInfo"),
        (spoilt("reasonCode"), "ServiceRequest.reasonCode"),
        (spoilt("reasonCode", 0, "coding", 0, "code", value="gold"), "ServiceRequest.reasonCode"),
        (spoilt("contained", 0, "birthDate"), "Patient.birthDate"),
        (spoilt("contained", 0, "birthDate", value="1850-01-01"), "Patient.birthDate"),
        (spoilt("contained", 0, "name"), "Patient.name.family"),
        (spoilt("contained", 0, "identifier", 0, "value", value="9990000000"), "Patient.identifier"),
        (spoilt("contained", 0, "telecom", 0, "value", value="no number"), "Patient.telecom"),
        (spoilt("subject", value={"reference": "#nobody"}), "ServiceRequest.subject"),
        (spoilt("priority", value="stat"), None),
        (spoilt("status", value="revoked"), "ServiceRequest.status"),
        (spoilt("status", value="entered-in-error"), "ServiceRequest.status"),
        (spoilt("doNotPerform", value=True), "ServiceRequest.status"),
        # A risk that nothing leads to is not left out in silence.
        (
            spoilt("supportingInfo", 1, "reference", value="#riks", of=RISKY),
            "ServiceRequest.supportingInfo[1]",
        ),
        (spoilt("supportingInfo", 1, of=RISKY), "ServiceRequest.contained[2]"),
        (spoilt("note", value=None), "ServiceRequest.note"),
        (spoilt("supportingInfo", value=None), "ServiceRequest.supportingInfo"),
        (spoilt("contained", 0, "name", 0, "given", value=["A", None]), "ServiceRequest.contained[0].name[0].given"),
        (spoilt("contained", 0, "name", value=None), "ServiceRequest.contained[0].name"),
        (spoilt("contained", 1, "provision", value=None), "ServiceRequest.contained[1].provision"),
        (spoilt("identifier", value=[{"value": "a\0b"}]), "ServiceRequest.identifier[0].value"),
        (spoilt("intent"), "ServiceRequest.intent"),
        (spoilt("status", value=7), "ServiceRequest.status"),
        (spoilt("extra", value=1), "ServiceRequest.extra"),
    ],
)
def test_what_is_not_right_is_refused_with_its_path(world: World, gp: Client, resource: Any, path: str | None) -> None:
    before = Referral.objects.count(), Person.objects.count()
    answer = send(gp, resource)
    assert answer.status_code == 422, answer.content
    issues = valid(answer)["issue"]
    if path:
        assert path in [expression for one in issues for expression in one.get("expression", [])], issues
    assert (Referral.objects.count(), Person.objects.count()) == before


def test_a_number_that_is_too_long_is_refused(gp: Client) -> None:
    answer = send(gp, service_request(identifier="x" * 201))
    assert_outcome(answer, 422, "business-rule")
    assert refused_by(answer) == "number-too-long"


@pytest.mark.parametrize("sent", [b"{", b"[]", b'"text"', b"", b'{"resourceType": "Patient"}', b'{"resourceType": []}'])
def test_what_is_no_such_resource_is_a_400(gp: Client, sent: bytes) -> None:
    answer = gp.post(f"{BASE}/ServiceRequest", sent, content_type=FHIR_JSON)
    assert answer.status_code == 400
    assert valid(answer)["resourceType"] == "OperationOutcome"


def test_another_form_is_refused(gp: Client) -> None:
    answer = gp.post(f"{BASE}/ServiceRequest", "<x/>", content_type="application/fhir+xml")
    assert_outcome(answer, 415, "not-supported")


def test_who_may_read_and_not_refer_is_told_so(world: World) -> None:
    provider = Api(tokens.issue(world.ours.members[Role.PROVIDER])).client
    assert_outcome(send(provider, service_request()), 403, "forbidden")


def test_a_resource_is_checked_without_being_kept(world: World, gp: Client) -> None:
    address = f"{BASE}/ServiceRequest/$validate"
    good = gp.post(address, service_request(), content_type=FHIR_JSON)
    assert (good.status_code, valid(good)["issue"][0]["severity"]) == (200, "information")
    bad = gp.post(address, spoilt("intent"), content_type=FHIR_JSON)
    assert (bad.status_code, valid(bad)["issue"][0]["severity"]) == (200, "error")
    parameters = {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": service_request()}]}
    wrapped = gp.post(address, parameters, content_type=FHIR_JSON)
    assert valid(wrapped)["issue"][0]["severity"] == "information"
    assert_outcome(gp.post(address, {"resourceType": "Patient"}, content_type=FHIR_JSON), 400, "structure")
    assert not Referral.objects.filter(person__nhs_number=an_nhs_number(701)).exists()


def test_what_was_once_theirs_is_left_out_and_a_mobile_is_kept_beside_a_landline(gp: Client) -> None:
    resource = service_request(nhs_number=an_nhs_number(703))
    someone = resource["contained"][0]
    someone["name"].insert(0, {"use": "maiden", "family": "Before", "given": ["Nia"]})
    someone["address"].insert(0, {"use": "old", "line": ["Far away"]})
    (landline,) = someone["telecom"]
    someone["telecom"] = [
        {"system": "phone", "use": "old", "value": "0161 496 0999"},
        {**landline, "use": "mobile", "value": "07700 900123"},
        {**landline, "use": "home"},
    ]
    assert send(gp, resource).status_code == 201
    person = Person.objects.get(nhs_number=an_nhs_number(703))
    assert person.family_name == "Sent"
    assert "Far away" not in person.addresses.get().lines
    assert sorted(person.contact_points.values_list("value", "safe_to_call")) == [
        ("01614960123", True),
        ("07700900123", True),
    ]


def test_a_number_is_used_even_if_its_referral_is_seen_no_more(world: World, gp: Client) -> None:
    assert send(gp, service_request(identifier="R-9", nhs_number=an_nhs_number(704))).status_code == 201
    referral = Referral.objects.get(identifiers__value="R-9")
    Person.objects.filter(pk=referral.person_id).update(restricted_at=world.now)
    answer = send(gp, service_request(identifier="R-9", nhs_number=an_nhs_number(705)))
    assert (answer.status_code, refused_by(answer)) == (409, "number-used")
    # The same number of another kind is another number.
    other = service_request(nhs_number=an_nhs_number(706)) | {"identifier": [{"value": "R-9"}]}
    assert send(gp, other).status_code == 201
