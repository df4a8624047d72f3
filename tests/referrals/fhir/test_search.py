"""Searching: parameters, pages, what comes with what was found, and what nobody else may learn by it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from referrals.actions.intake import referrals
from referrals.kit.permissions import Role
from referrals.models import AuditEvent
from tests.support import tokens
from tests.support.fhir import BASE, NHS_NUMBER, assert_outcome, found, valid
from tests.support.tokens import Api
from tests.support.world import World, refer, register


def system(world: World, role: Role) -> Client:
    """A system of ours in a role."""
    return Api(tokens.issue(world.ours.members[role])).client


@pytest.fixture
def gp(world: World) -> Client:
    return system(world, Role.GP)


def ids(resources: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in resources]


def test_each_role_finds_what_it_may_open_and_every_one_is_a_look(world: World) -> None:
    ours = world.ours
    referral, onward = str(ours.referral.public_id), str(ours.onward_referral.public_id)
    wanted = {Role.GP: [referral, onward], Role.LINK_WORKER: [referral, onward], Role.PROVIDER: [onward]}
    for role, expected in wanted.items():
        client = system(world, role)
        for kind in ("ServiceRequest", "Task"):
            assert ids(found(client.get(f"{BASE}/{kind}"))) == expected, (role, kind)
        assert ids(found(client.get(f"{BASE}/Patient"))) == [str(ours.person.public_id)]
    looks = AuditEvent.objects.filter(actor_kind="client", person_id=ours.person.pk)
    assert looks.filter(did="referral.opened").count() == 4
    assert looks.filter(did="person.opened").count() == 3
    assert AuditEvent.objects.filter(did="task.listed", detail={"rows": 2}).count() == 2


def test_a_service_learns_what_it_needs_of_a_person_and_no_more(world: World) -> None:
    provider = system(world, Role.PROVIDER)
    (person,) = found(provider.get(f"{BASE}/Patient"))
    assert person["name"][0]["family"] == "Trafford"
    assert not {"identifier", "birthDate", "address", "gender"} & person.keys()
    for kind in ("ServiceRequest", "Task", "Patient"):
        assert str(world.ours.person.nhs_number) not in provider.get(f"{BASE}/{kind}").content.decode()
    # Nor can it ask whose number it is.
    asked = f"{BASE}/Patient?identifier={NHS_NUMBER}|{world.ours.person.nhs_number}"
    assert found(provider.get(asked)) == []


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("Task?status=accepted,in-progress", 2),
        ("Task?status=requested", 0),
        ("Task?status=http://hl7.org/fhir/task-status|in-progress", 2),
        ("Task?modified=gt2020-01-01", 2),
        ("Task?_lastUpdated=lt2020-01-01", 0),
        ("Task?authored-on=ge2020-01-01&authored-on=le2020-01-02T00:00:00Z", 0),
        ("Task?_lastUpdated=ne2020-01-01&_lastUpdated=sa2020-01-01T00:00:00%2B01:00", 2),
        ("Task?patient=Patient/{person}", 2),
        ("Task?subject={person}", 2),
        ("Task?patient=Organization/{person}", 0),
        ("Task?owner=Organization/{team}", 1),
        ("Task?part-of=Task/{referral}", 1),
        ("Task?focus=ServiceRequest/{referral}", 1),
        ("Task?_id={referral}", 1),
        ("Task?_id=nothing", 0),
        ("ServiceRequest?identifier={reference}", 1),
        ("ServiceRequest?identifier=urn:socialrx:reference|{reference}", 1),
        ("ServiceRequest?identifier=urn:other|{reference}", 0),
        ("ServiceRequest?based-on={referral}", 1),
        ("Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|{nhs_number}", 1),
        ("Patient?general-practitioner={practice}", 1),
        ("Organization?identifier=p91001", 1),
        ("Organization?partof=Organization/{pcn}", 2),
        ("Organization?type=provider", 2),
        ("HealthcareService?service-type=loneliness", 2),
        ("HealthcareService?service-type=urn:socialrx:codes:need|debt", 0),
        ("HealthcareService?organization={provider}", 1),
        ("Task?unknown=1", 2),
        ("Task?_count=0", 0),
    ],
)
def test_what_is_asked_for_is_found(world: World, gp: Client, query: str, number: int) -> None:
    ours = world.ours
    names = ("person", "team", "referral", "practice", "pcn", "provider")
    words = {name: str(getattr(ours, name).public_id) for name in names}
    asked = query.format(**words, reference=ours.referral.reference, nhs_number=ours.person.nhs_number)
    assert len(found(gp.get(f"{BASE}/{asked}"))) == number


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("_count=many", "invalid"),
        ("_cursor=%25", "invalid"),
        ("_cursor=MS54", "invalid"),
        ("_lastUpdated=yesterday", "invalid"),
        ("_lastUpdated=2026-01-01T00:00:00", "invalid"),
        ("_lastUpdated=zz2026-01-01", "invalid"),
        ("patient=Patient/1", "invalid"),
        ("status=|", "invalid"),
        ("status:not=accepted", "not-supported"),
        ("_include=Task:nothing", "not-supported"),
        ("_include=Patient:patient", "not-supported"),
        ("_revinclude=ServiceRequest:subject", "not-supported"),
    ],
)
def test_a_value_or_a_wish_that_cannot_be_met_is_refused(gp: Client, query: str, code: str) -> None:
    assert_outcome(gp.get(f"{BASE}/Task?{query}"), 400, code)


def test_an_unknown_parameter_is_refused_where_that_is_wanted_and_otherwise_says_that_it_did_not_count(
    gp: Client,
) -> None:
    strict = {"Prefer": "handling=strict"}
    assert_outcome(gp.get(f"{BASE}/Task?unknown=1", headers=strict), 400, "not-supported")
    assert gp.get(f"{BASE}/Task?_format=json&status=accepted", headers=strict).status_code == 200
    assert_outcome(gp.get(f"{BASE}/Task?_format=xml"), 406, "not-supported")
    (link,) = valid(gp.get(f"{BASE}/Task?unknown=1&status=accepted"))["link"]
    assert link == {"relation": "self", "url": f"http://testserver{BASE}/Task?status=accepted"}


def test_pages_show_everything_once_the_newest_first(world: World, gp: Client) -> None:
    for number in range(4):
        refer(world.ours, register(world.ours, family_name=f"Paged {number}"))
    whole = ids(found(gp.get(f"{BASE}/Task")))
    assert len(whole) == 6
    address, seen = f"{BASE}/Task?_count=2", []
    while address:
        answer = gp.get(address)
        seen += ids(found(answer))
        links = {one["relation"]: one["url"] for one in answer.json()["link"]}
        address = links.get("next", "")
    assert seen == whole


def test_a_search_may_stand_in_the_body_where_no_log_sees_it(world: World, gp: Client) -> None:
    form = "application/x-www-form-urlencoded"
    body = f"identifier={NHS_NUMBER}|{world.ours.person.nhs_number}"
    answer = gp.post(f"{BASE}/Patient/_search", body, content_type=form)
    assert ids(found(answer)) == [str(world.ours.person.public_id)]
    assert_outcome(gp.post(f"{BASE}/Patient/_search", "{}", content_type="application/json"), 415, "not-supported")


def test_what_belongs_to_a_find_comes_along_as_far_as_it_may_be_seen(world: World, gp: Client) -> None:
    wish = "_include=Task:focus&_include=Task:patient&_include=Task:owner&_include=Task:part-of"
    answer = gp.get(f"{BASE}/Task?{wish}&_count=1")
    modes = [(one["resource"]["resourceType"], one["search"]["mode"]) for one in answer.json()["entry"]]
    assert sorted(modes) == [
        ("Organization", "include"),
        ("Patient", "include"),
        ("ServiceRequest", "include"),
        ("Task", "match"),
    ]
    assert len(found(gp.get(f"{BASE}/Patient?_revinclude=Task:patient&_revinclude=ServiceRequest:subject"))) == 5
    provider = system(world, Role.PROVIDER)
    kinds = [one["resourceType"] for one in found(provider.get(f"{BASE}/Patient?_revinclude=Task:patient"))]
    assert kinds == ["Patient", "Task"]
    # The referral behind the offer is not the service's to see.
    (task, _patient) = found(provider.get(f"{BASE}/Task?_include=Task:part-of&_include=Task:patient"))
    assert "partOf" not in task


def test_nothing_of_the_other_side_is_found_by_any_way(world: World, gp: Client) -> None:
    theirs = world.theirs
    person, referral = theirs.person, theirs.referral
    for query in (
        f"Patient?_id={person.public_id}",
        f"Patient?identifier={NHS_NUMBER}|{person.nhs_number}",
        f"Task?patient={person.public_id}",
        f"Task?part-of={referral.public_id}",
        f"Task?focus={referral.public_id}",
        f"ServiceRequest?based-on={referral.public_id}",
        f"ServiceRequest?identifier={referral.reference}",
        f"Organization?_id={theirs.practice.public_id}&_revinclude=Task:requester&_revinclude=ServiceRequest:requester",
        f"HealthcareService?_id={theirs.service.public_id}&_include=HealthcareService:organization",
    ):
        about_people = [
            one
            for one in found(gp.get(f"{BASE}/{query}"))
            if one["resourceType"] in {"Patient", "Task", "ServiceRequest"}
        ]
        assert about_people == [], query
    assert_outcome(gp.get(f"{BASE}/Task/{referral.public_id}/_history"), 404, "not-found")


def test_an_answer_that_is_known_already_is_not_sent_again(world: World, gp: Client) -> None:
    for kind, record in (("Task", world.ours.referral), ("Patient", world.ours.person)):
        address = f"{BASE}/{kind}/{record.public_id}"
        first = gp.get(address)
        etag = first.headers["ETag"]
        assert etag == f'W/"{first.json()["meta"]["versionId"]}"'
        again = gp.get(address, headers={"If-None-Match": f'"other", {etag}'})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        assert gp.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_a_task_has_a_version_for_each_of_its_moves(world: World, gp: Client) -> None:
    address = f"{BASE}/Task/{world.ours.referral.public_id}"
    bundle = valid(gp.get(f"{address}/_history"))
    assert bundle["total"] == len(bundle["entry"])
    versions = [entry["resource"] for entry in bundle["entry"]]
    assert [one["status"] for one in versions[-2:]] == ["accepted", "requested"]
    now = gp.get(address).json()
    assert versions[0]["meta"]["versionId"] == now["meta"]["versionId"]
    first = gp.get(f"{address}/_history/1").json()
    assert (first["status"], first["meta"]["versionId"]) == ("requested", "1")
    assert_outcome(gp.get(f"{address}/_history/99"), 404, "not-found")
    assert_outcome(gp.get(f"{BASE}/Patient/{world.ours.person.public_id}/_history"), 404, "not-found")


def test_a_referral_that_ended_says_why(world: World, gp: Client) -> None:
    referrals.end(
        referral=world.ours.referral,
        event="close",
        reason="goals_met",
        by=world.ours.actor(Role.LINK_WORKER),
        now=timezone.now(),
    )
    (task,) = found(gp.get(f"{BASE}/Task?status=completed&_lastUpdated=gt2020-01-01"))
    assert task["id"] == str(world.ours.referral.public_id)
    assert task["statusReason"]["coding"][0]["code"] == "goals_met"


def test_a_page_takes_as_many_queries_however_many_it_shows(
    world: World, gp: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        refer(world.ours, register(world.ours, family_name=f"Counted {number}"))
    for kind in ("Task", "ServiceRequest", "Patient"):
        with django_assert_max_num_queries(1_000) as few:
            assert len(found(gp.get(f"{BASE}/{kind}?_count=3"))) == 3
        with django_assert_max_num_queries(len(few) + 1):
            assert len(found(gp.get(f"{BASE}/{kind}?_count=7"))) == 7
