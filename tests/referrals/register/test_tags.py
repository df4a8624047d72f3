"""Tags: given, replaced, ended and printed, by the provider and by managers, each for their own people."""

from datetime import timedelta

import pytest
from django.test import Client

from referrals.actions.onward import onward_referrals
from referrals.actions.people import agreements
from referrals.actions.register import tags
from referrals.actions.services import services
from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Tag
from tests.support.world import World

pytestmark = pytest.mark.django_db


def of_place(world: World, end: str = "") -> str:
    return f"/provider/places/{world.ours.onward_referral.public_id}/tag/{end}"


def of_service(world: World, end: str = "") -> str:
    return f"/provider/services/{world.ours.service.public_id}/tags/{end}"


def issue(world: World, code: str = "", by: Actor | None = None) -> Tag:
    return tags.issue(
        place=world.ours.onward_referral, code=code, by=by or world.ours.actor(Role.PROVIDER), now=world.now
    )


def current() -> list[str]:
    return list(Tag.objects.filter(returned_at=None).values_list("code", flat=True))


@pytest.fixture(params=[Role.PROVIDER, Role.MANAGER])
def browser(request: pytest.FixtureRequest, world: World) -> Client:
    """The provider's, and that of a manager of the person's team."""
    return world.ours.client(request.param)


def test_a_card_is_given_replaced_by_a_qr_code_and_ended(world: World, browser: Client) -> None:
    page = browser.get(of_place(world))
    assert "They carry no tag yet" in page.content.decode()
    browser.post(of_place(world), {"code": " 04:a2:2b "})
    assert current() == ["04:A2:2B"]
    shown = browser.get(of_place(world)).content.decode()
    assert "04:A2:2B" in shown
    assert "<svg" in shown
    browser.post(of_place(world), {"code": "", "make": "yes"})
    [made] = current()
    assert made.startswith("T-")
    browser.post(of_place(world, "end/"))
    assert current() == []
    done = AuditEvent.objects.filter(did__startswith="tag.").order_by("pk").values_list("did", flat=True)
    assert list(done) == ["tag.issued", "tag.ended", "tag.issued", "tag.ended"]


@pytest.mark.parametrize("code", ["", "T", "two words", "<b>", "T" * 41])
def test_what_no_card_is_called_is_said(world: World, code: str) -> None:
    answer = world.ours.client(Role.PROVIDER).post(of_place(world), {"code": code})
    assert answer.status_code == 422
    assert current() == []


def test_a_card_that_was_handed_back_is_given_again(world: World) -> None:
    issue(world, "CARD-1")
    answer = world.ours.client(Role.PROVIDER).post(of_place(world), {"code": "card-1"})
    assert answer.status_code == 302
    assert current() == ["CARD-1"]


def test_the_list_and_the_sheet_show_everybody_with_a_place(world: World, browser: Client) -> None:
    issue(world, "CARD-1")
    for end in ("", "print/"):
        page = browser.get(of_service(world, end)).content.decode()
        assert world.ours.person.full_name in page
        assert "CARD-1" in page
    assert "<svg" in browser.get(of_service(world, "print/")).content.decode()
    assert AuditEvent.objects.filter(did="tags.printed").count() == 2


def test_a_manager_finds_the_services_of_their_people(world: World) -> None:
    page = world.ours.client(Role.MANAGER).get("/manager/tags/").content.decode()
    assert world.ours.service.name in page
    assert world.theirs.service.name not in page


def test_whoever_took_back_that_services_know_of_them_is_on_no_list(world: World) -> None:
    agreements.withdraw(
        person=world.ours.person, purpose="share_with_provider", by=world.ours.actor(Role.LINK_WORKER), now=world.now
    )
    assert world.ours.client(Role.MANAGER).get(of_place(world)).status_code == 404
    assert world.ours.person.full_name not in world.ours.client(Role.PROVIDER).get(of_service(world)).content.decode()


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.MANAGER])
def test_nobody_gives_a_tag_to_another_sides_person(world: World, role: Role) -> None:
    with pytest.raises(Refusal) as refused:
        issue(world, by=world.theirs.actor(role))
    assert refused.value.code == "not-yours"


def test_without_a_place_there_is_no_tag(world: World) -> None:
    provider = world.ours.actor(Role.PROVIDER)
    onward_referrals.move(onward_referral=world.ours.onward_referral, event="complete", by=provider, now=world.now)
    with pytest.raises(Refusal) as refused:
        issue(world)
    assert refused.value.code == "no-place"


def test_the_register_on_a_phone_leads_to_the_tags(world: World) -> None:
    browser = world.ours.client(Role.PROVIDER)
    today = services.schedule(
        service=world.ours.service,
        code="TODAY-1",
        starts_at=world.now,
        ends_at=world.now + timedelta(minutes=1),
        by=world.ours.actor(Role.PROVIDER),
    )
    for page in (f"sessions/{today.public_id}/", f"services/{world.ours.service.public_id}/"):
        assert of_service(world) in browser.get(f"/provider/{page}").content.decode()
