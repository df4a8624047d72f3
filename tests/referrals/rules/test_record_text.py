"""What goes into the clinical record: codes by the national rule, contacts in plain text, and a file for the system."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from fhir.resources.R4B.bundle import Bundle

from referrals.actions.intake import referrals
from referrals.actions.support import contacts, reopening
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, Referral
from referrals.record_text import DECLINED_CODE, REFERRED_CODE, codes
from referrals.selectors.intake import record_texts
from tests.conformance.browsing import read, send
from tests.support.world import World, refer, register


def coded(referral: Referral) -> list[str]:
    referral.refresh_from_db()
    return codes(record_texts.of_referral(referral))


def end(world: World, referral: Referral, event: str, reason: str, hours: int) -> None:
    referral.refresh_from_db()
    at = world.now + timedelta(hours=hours)
    referrals.end(referral=referral, event=event, reason=reason, by=world.ours.actor(Role.LINK_WORKER), now=at)


def sent(world: World, referral: Referral | None = None, hours: int = 0) -> Referral:
    """A referral of someone new, or another of the same person."""
    person = referral.person if referral else register(world.ours)
    made = refer(world.ours, person, at=world.now + timedelta(hours=hours))
    if made.status == "received":
        referrals.claim(referral=made, by=world.ours.actor(Role.LINK_WORKER), now=made.referred_at)
    return made


def test_the_first_referral_of_an_episode_has_the_code_and_the_second_has_not(world: World) -> None:
    first = sent(world)
    second = sent(world, first, hours=1)
    assert first.episode == second.episode
    assert (coded(first), coded(second)) == ([REFERRED_CODE], [])


def test_a_new_episode_has_it_again(world: World) -> None:
    first = sent(world)
    end(world, first, "close", "goals_met", 1)
    again = sent(world, first, hours=2)
    assert (coded(first), coded(again)) == ([REFERRED_CODE], [REFERRED_CODE])


def test_who_declined_has_that_code_beside_it(world: World) -> None:
    first = sent(world)
    second = sent(world, first, hours=1)
    for referral in (first, second):
        end(world, referral, "decline", "not_wanted", 2)
    assert (coded(first), coded(second)) == ([REFERRED_CODE, DECLINED_CODE], [DECLINED_CODE])


def test_taken_up_again_it_is_not_coded_again_whichever_of_them_it_is(world: World) -> None:
    first = sent(world)
    second = sent(world, first, hours=1)
    for hours, referral in enumerate((first, second), start=2):
        end(world, referral, "close", "goals_met", hours)
    for hours, referral in enumerate((second, first), start=4):
        referral.refresh_from_db()
        at = world.now + timedelta(hours=hours)
        reopening.reopen(referral=referral, by=world.ours.actor(Role.LINK_WORKER), now=at)
        assert coded(referral) == []


def test_a_contact_has_a_text_with_what_was_agreed_and_without_the_teams_note(world: World) -> None:
    episode = world.ours.referral.episode
    contacts.record(
        episode=episode,
        mode="phone",
        outcome="reached",
        note="Her neighbour Mrs Pike drinks.",
        agreed="To try the park walk",
        occurred_at=world.now,
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
    )
    html = world.ours.client(Role.LINK_WORKER).get(f"/link-worker/episodes/{episode.public_id}/").content.decode()
    text = html.partition("readonly>")[2].partition("</textarea>")[0]
    lines = text.splitlines()
    assert lines[0].startswith("Social prescribing contact: ")
    assert lines[1:] == [
        "How: Phone",
        "Outcome: Spoke with the person",
        "Agreed: To try the park walk",
        "link_worker of Trafford, link worker, Trafford Link Workers",
    ]


@pytest.fixture
def gp(world: World) -> Client:
    return world.ours.client(Role.GP)


def test_what_is_in_the_record_is_marked_and_asked_for_again_with_the_outcome(world: World, gp: Client) -> None:
    referral, page = world.ours.referral, f"/gp/referrals/{world.ours.referral.public_id}/"
    not_yet = "/gp/?show=not-entered"
    assert referral.reference in read(gp, not_yet)
    send(gp, f"{page}entered/")
    send(gp, f"{page}entered/")
    assert "Entered in the record by gp of Trafford" in read(gp, page)
    assert referral.reference not in read(gp, not_yet)
    assert "Getting support from a link worker Entered in the record" in read(gp, "/gp/")
    assert AuditEvent.objects.filter(did="referral.entered", person_id=world.ours.person.pk).count() == 1
    end(world, referral, "close", "goals_met", 1)
    assert referral.reference in read(gp, not_yet)
    assert "Outcome: Support has ended, Goals met" in read(gp, page)


def test_the_list_of_what_is_not_yet_in_the_record_costs_the_same_for_more_rows(
    world: World, gp: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for _round in range(2):
        for _index in range(3):
            refer(world.ours, register(world.ours))
        with django_assert_max_num_queries(40) as queries:
            read(gp, "/gp/?show=not-entered")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def resources(client: Client, referral: Referral) -> dict[str, dict[str, Any]]:
    response = client.get(f"/gp/referrals/{referral.public_id}/record.json")
    assert response["Content-Type"] == "application/fhir+json"
    made = json.loads(response.content)
    Bundle.model_validate(made)
    assert {entry["fullUrl"] for entry in made["entry"]} == {f"urn:uuid:{e['resource']['id']}" for e in made["entry"]}
    return {entry["resource"]["resourceType"]: entry["resource"] for entry in made["entry"]}


def test_a_referral_and_its_outcome_download_as_fhir_and_that_is_a_look(world: World, gp: Client) -> None:
    referral = world.ours.referral
    found = resources(gp, referral)
    assert found["Patient"]["identifier"] == [
        {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": world.ours.person.nhs_number}
    ]
    assert found["ServiceRequest"]["code"]["coding"][0]["code"] == REFERRED_CODE
    assert (found["ServiceRequest"]["status"], found["Task"]["status"]) == ("active", "in-progress")
    assert AuditEvent.objects.filter(did="referral.opened", person_id=world.ours.person.pk).count() == 1
    end(world, referral, "decline", "not_now", 1)
    found = resources(gp, referral)
    assert found["Task"]["statusReason"]["coding"][0]["code"] == DECLINED_CODE
    assert found["ServiceRequest"]["status"] == "revoked"


@pytest.mark.parametrize("status", ["received", "claimed", "closed", "returned"])
def test_each_status_is_valid_fhir(world: World, gp: Client, status: str) -> None:
    referral = refer(world.ours, register(world.ours), at=world.now)
    by = world.ours.actor(Role.LINK_WORKER)
    if status != "received":
        referrals.claim(referral=referral, by=by, now=world.now)
    if status in {"closed", "returned"}:
        event, reason = {"closed": ("close", "goals_met"), "returned": ("return", "duplicate")}[status]
        end(world, referral, event, reason, 1)
    assert resources(gp, referral)["Task"]["businessStatus"]["text"]


def test_another_practice_has_nothing_to_enter_or_download(world: World) -> None:
    theirs = world.theirs.client(Role.GP)
    page = f"/gp/referrals/{world.ours.referral.public_id}/"
    assert theirs.get(f"{page}record.json").status_code == 404
    assert theirs.post(f"{page}entered/").status_code == 404
