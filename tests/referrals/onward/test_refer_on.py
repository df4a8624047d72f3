"""Referring on to a service without a free place: the link worker is told, and the person asked, before it is sent."""

import pytest
from django.test import Client

from referrals.actions.onward import onward_referrals
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import OnwardReferral, Service
from tests.support.link_worker_forms import address
from tests.support.world import World

TYPED = {"need": "loneliness", "agrees": "on"}


@pytest.fixture
def link_worker(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def now_is(world: World, **columns: object) -> str:
    """A service elsewhere, with one person, is like this from now on; where our person is referred to it."""
    service = world.theirs.service
    Service.objects.filter(pk=service.pk).update(**columns)
    return address(world, "refer_on_service", service_id=service.public_id)


def sent(world: World) -> int:
    return OnwardReferral.objects.filter(episode=world.ours.referral.episode, service=world.theirs.service).count()


@pytest.mark.parametrize(
    ("columns", "said"),
    [({"places": 1}, "Every place is taken today"), ({"status": "waiting_list"}, "This service has a waiting list")],
)
def test_nobody_is_sent_to_wait_who_was_not_asked(
    world: World, link_worker: Client, columns: dict[str, object], said: str
) -> None:
    url = now_is(world, **columns)
    page = link_worker.get(url).content.decode()
    assert said in page
    assert "The person wants to go on the waiting list" in page
    refused = link_worker.post(url, TYPED)
    assert (refused.status_code, sent(world)) == (422, 0)
    assert "Ask the person first: tick this only if they want to wait" in refused.content.decode()
    assert link_worker.post(url, TYPED | {"may_wait": "on"}).status_code == 302
    assert sent(world) == 1


def test_whoever_finds_the_last_place_gone_is_told_before_anything_is_sent(world: World, link_worker: Client) -> None:
    url = now_is(world, places=2)
    assert "waiting list" not in link_worker.get(url).content.decode()
    now_is(world, places=1)
    again = link_worker.post(url, TYPED)
    assert (again.status_code, sent(world)) == (422, 0)
    assert "Every place is taken today" in again.content.decode()


@pytest.mark.parametrize("columns", [{"places": 1}, {"status": "waiting_list"}])
@pytest.mark.parametrize("is_agreed", [True, False])
def test_the_act_asks_too_whatever_was_agreed_with_the_service(
    world: World, columns: dict[str, object], is_agreed: bool
) -> None:
    now_is(world, **columns)
    with pytest.raises(Refusal, match="has-to-wait"):
        onward_referrals.offer(
            episode=world.ours.referral.episode,
            service=world.theirs.service,
            need="loneliness",
            note="",
            is_agreed=is_agreed,
            by=world.ours.actor(Role.LINK_WORKER),
            now=world.now,
        )
