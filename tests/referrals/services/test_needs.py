"""Imported services can be found by need once a team has confirmed what they help with; all can be searched."""

from typing import Any

import pytest
from django.test import Client

from referrals.actions.services import directory, needs
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, OnwardReferral, Organisation, Service
from referrals.selectors.onward import matching
from tests.referrals.services.files import of_json, read, service
from tests.support.link_worker_forms import address
from tests.support.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T12:00:00Z", tick=False)]
PAGE = "/link-worker/services/"


@pytest.fixture
def browser(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def imported(world: World, name: str = "Chair yoga", **changes: Any) -> Service:
    """A service that a directory published without what it helps with."""
    said = service(**{"id": name, "name": name, "description": "Gentle exercise with coffee.", **changes})
    directory.load(rows=read(of_json(said)).rows, source="ours", by=SCHEDULE, now=world.now)
    return Service.objects.get(source_id=name)


def typed(*services: Service, **changes: Any) -> dict[str, Any]:
    chosen = {f"needs-{one.public_id}": ["inactivity"] for one in services}
    return {"shown": [str(one.public_id) for one in services]} | chosen | changes


def found_by_need(world: World) -> list[str]:
    matches = matching.for_needs(world.ours.referral.episode, ["inactivity"], world.today)
    return [match.service.name for match in matches]


def test_what_a_team_confirms_in_its_list_is_found_by_need(world: World, browser: Client) -> None:
    yoga = imported(world)
    page = browser.get(PAGE).content.decode()
    assert "Chair yoga" in page
    assert "Gentle exercise with coffee." in page
    assert page.count("checked") == 2
    assert "Chair yoga" not in found_by_need(world)
    assert browser.post(PAGE, typed(yoga, **{f"runs-{yoga.public_id}": "on"})).status_code == 302
    assert "Chair yoga" in found_by_need(world)
    yoga.refresh_from_db()
    assert (yoga.needs, yoga.proposed_needs, yoga.assured_on) == (["inactivity"], [], world.today)
    assert AuditEvent.objects.get(did="service.needs_confirmed").detail["needs"] == "inactivity"
    assert "Every service says what it helps with" in browser.get(PAGE).content.decode()


def test_what_is_unticked_waits_and_nothing_at_all_is_said(world: World, browser: Client) -> None:
    yoga, bowls = imported(world), imported(world, "Bowls")
    browser.post(PAGE, typed(yoga) | {"shown": [str(yoga.public_id), str(bowls.public_id), "no-id"]})
    assert list(Service.objects.filter(needs=[]).values_list("name", flat=True)) == ["Bowls"]
    answer = browser.post(PAGE, {"shown": [str(bowls.public_id)]})
    assert answer.status_code == 422
    assert "Tick what at least one" in answer.content.decode()


def test_a_service_of_another_area_waits_for_its_own_team(world: World, browser: Client) -> None:
    yoga = imported(world)
    Organisation.objects.filter(pk=yoga.organisation_id).update(area_code=world.theirs.team.area_code)
    assert "Chair yoga" not in browser.get(PAGE).content.decode()
    assert "Chair yoga" in world.theirs.client(Role.LINK_WORKER).get(PAGE).content.decode()


def test_whoever_comes_second_changes_nothing(world: World) -> None:
    yoga, by = imported(world), world.ours.actor(Role.LINK_WORKER)
    needs.confirm(service=yoga, needs=["inactivity"], by=by, now=world.now)
    with pytest.raises(Refusal) as refused:
        needs.confirm(service=yoga, needs=["debt"], by=by, now=world.now)
    assert refused.value.code == "said-already"


def test_a_link_worker_searches_all_services_and_refers_to_one_that_was_not_suggested(
    world: World, browser: Client
) -> None:
    yoga = imported(world, minimum_age=60)
    url = address(world, "refer_on")
    assert "Chair yoga" not in browser.get(url).content.decode()
    assert "Chair yoga" in browser.get(url, {"everything": "on"}).content.decode()
    assert "Chair yoga" in browser.get(url, {"everything": "on", "words": "YOGA ashfold"}).content.decode()
    assert "Chair yoga" not in browser.get(url, {"everything": "on", "words": "yoga debt"}).content.decode()
    page = address(world, "refer_on_service", service_id=yoga.public_id)
    assert "Nobody has confirmed this listing" in browser.get(page).content.decode()
    assert browser.post(page, {"need": "loneliness", "agrees": "on"}).status_code == 302
    assert OnwardReferral.objects.filter(service=yoga, episode=world.ours.referral.episode).exists()


def test_ages_of_a_directory_are_checked_on_referral(world: World, browser: Client) -> None:
    young = imported(world, "Youth club", minimum_age=16, maximum_age=25)
    page = address(world, "refer_on_service", service_id=young.public_id)
    assert "does not meet: age 16 to 25" in browser.get(page).content.decode()
    assert browser.post(page, {"need": "loneliness", "agrees": "on"}).status_code == 422
