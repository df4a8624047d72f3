"""Moving the pathway by changing a Task: the same table, the same words, and nobody's change is lost."""

from typing import Any

import pytest
from django.test import Client

from referrals.kit.permissions import Role
from referrals.models import AuditEvent, OnwardReferral, Referral
from tests.support import tokens
from tests.support.fhir import BASE, FHIR_JSON, REASON, assert_outcome, refused_by, valid
from tests.support.tokens import Answered, Api
from tests.support.world import World, refer, register

PATCH = "application/json-patch+json"


def system(world: World, role: Role) -> Client:
    return Api(tokens.issue(world.ours.members[role])).client


def reason(code: str) -> dict[str, Any]:
    return {"op": "add", "path": "/statusReason", "value": {"coding": [{"system": REASON, "code": code}]}}


def to(status: str) -> dict[str, Any]:
    return {"op": "replace", "path": "/status", "value": status}


def patch(client: Client, record: Referral | OnwardReferral, *operations: Any, **headers: str) -> Answered:
    address = f"{BASE}/Task/{record.public_id}"
    return client.patch(address, list(operations), content_type=PATCH, headers=headers)


def test_a_service_moves_its_part_of_the_pathway(world: World) -> None:
    provider, onward = system(world, Role.PROVIDER), world.ours.onward_referral
    held = valid(patch(provider, onward, to("on-hold"), reason("waiting_list")))
    assert held["statusReason"]["coding"][0]["code"] == "waiting_list"
    assert patch(provider, onward, to("in-progress")).status_code == 200
    task = provider.get(f"{BASE}/Task/{onward.public_id}").json()
    done = provider.put(f"{BASE}/Task/{onward.public_id}", {**task, "status": "completed"}, content_type=FHIR_JSON)
    assert valid(done)["status"] == "completed"
    onward.refresh_from_db()
    assert onward.status == "completed"
    assert list(onward.status_changes.values_list("event", flat=True)) == [
        *("offer", "accept", "start", "hold", "resume", "complete")
    ]


def test_a_team_ends_the_work_on_a_referral_with_a_reason(world: World) -> None:
    team, referral = system(world, Role.LINK_WORKER), world.ours.referral
    assert_outcome(patch(team, referral, to("completed")), 422, "business-rule")
    assert valid(patch(team, referral, to("completed"), reason("goals_met")))["status"] == "completed"
    referral.refresh_from_db()
    assert referral.status == "closed"


@pytest.mark.parametrize(("role", "event"), [(Role.LINK_WORKER, "return"), (Role.GP, "withdraw")])
def test_a_team_returns_and_a_practice_withdraws_by_the_same_status(world: World, role: Role, event: str) -> None:
    referral = refer(world.ours, register(world.ours))
    answer = patch(system(world, role), referral, to("rejected"), reason("mistake"))
    assert valid(answer)["status"] == "rejected"
    assert referral.status_changes.latest("pk").event == event


def test_a_refused_change_leaves_the_look_that_it_was(world: World) -> None:
    team, looks = system(world, Role.LINK_WORKER), AuditEvent.objects.filter(person_id=world.ours.person.pk)
    before = looks.count()
    asked = {"op": "test", "path": "/for/identifier/value", "value": "9990000000"}
    assert patch(team, world.ours.referral, asked).status_code >= 400
    assert looks.count() > before


def test_a_service_that_says_no_sees_the_person_no_longer(world: World) -> None:
    provider, onward = system(world, Role.PROVIDER), world.ours.onward_referral
    answer = patch(provider, onward, to("cancelled"), reason("no_place"))
    assert (answer.status_code, answer.content) == (204, b"")
    assert_outcome(provider.get(f"{BASE}/Task/{onward.public_id}"), 404, "not-found")


@pytest.mark.parametrize("status", ["requested", "rejected", "accepted", "in-progress", "draft", "entered-in-error"])
def test_an_edge_that_is_not_in_the_table_is_refused(world: World, status: str) -> None:
    onward = world.ours.onward_referral
    answer = patch(system(world, Role.PROVIDER), onward, to(status), reason("mistake"))
    expected = (403, "forbidden") if status == "entered-in-error" else (422, "business-rule")
    assert_outcome(answer, *expected)
    assert refused_by(answer) == ("not-permitted" if status == "entered-in-error" else "not-in-this-state")
    onward.refresh_from_db()
    assert onward.status == "in-progress"


def test_who_only_follows_the_work_may_not_move_it(world: World) -> None:
    gp = system(world, Role.GP)
    assert_outcome(patch(gp, world.ours.referral, to("completed"), reason("goals_met")), 403, "forbidden")
    assert_outcome(patch(gp, world.ours.onward_referral, to("completed")), 403, "forbidden")
    # Nobody releases whom they support already.
    team = system(world, Role.LINK_WORKER)
    released = patch(team, world.ours.referral, to("requested"))
    assert (released.status_code, refused_by(released)) == (422, "not-in-this-state")
    assert_outcome(patch(team, world.theirs.referral, to("completed"), reason("goals_met")), 404, "not-found")


def test_a_change_of_what_somebody_changed_meanwhile_is_refused(world: World) -> None:
    provider, onward = system(world, Role.PROVIDER), world.ours.onward_referral
    etag = provider.get(f"{BASE}/Task/{onward.public_id}").headers["ETag"]
    first = patch(provider, onward, to("on-hold"), reason("waiting_list"), **{"If-Match": etag})
    assert first.status_code == 200
    assert first.headers["ETag"] != etag
    late = patch(provider, onward, to("completed"), **{"If-Match": etag})
    assert_outcome(late, 412, "conflict")
    assert refused_by(late) == "version-differs"
    assert patch(provider, onward, to("completed"), **{"If-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "operations",
    [
        "not a list",
        [1],
        [{"op": "replace"}],
        [{"op": "replace", "path": "status", "value": "completed"}],
        [{"op": "replace", "path": "", "value": {}}],
        [{"op": "move", "path": "/status", "from": "/intent"}],
        [{"op": "test", "path": "/status", "value": "draft"}],
        [{"op": "remove", "path": "/nothing"}],
        [{"op": "replace", "path": "/code/coding/9", "value": {}}],
        [{"op": "add", "path": "/code/coding/x", "value": {}}],
        [{"op": "add", "path": "/code/coding/9", "value": {}}],
        [{"op": "remove", "path": "/status"}],
        [{"op": "replace", "path": "/status", "value": {}}],
        [{"op": "replace", "path": "/intent", "value": "plan"}],
        [{"op": "add", "path": "/code/coding/-", "value": {"code": "x"}}],
        [{"op": "replace", "path": "/owner/reference", "value": "Organization/1"}],
        [
            to("completed"),
            reason("x"),
        ],
    ],
)
def test_a_patch_that_cannot_be_applied_or_changes_something_else_is_refused(world: World, operations: Any) -> None:
    provider, onward = system(world, Role.PROVIDER), world.ours.onward_referral
    answer = provider.patch(f"{BASE}/Task/{onward.public_id}", operations, content_type=PATCH)
    assert answer.status_code in {400, 422}
    assert valid(answer)["resourceType"] == "OperationOutcome"
    onward.refresh_from_db()
    assert onward.status == "in-progress"
