"""A service closes: nobody who was going there is left without a holder, and nobody else is sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from referrals.actions.onward import closings, onward_referrals
from referrals.actions.services import services
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, OnwardReferral, OutboundMessage, Service, Session, Task
from tests.referrals.onward.test_provider_pages import offered
from tests.support.world import World


def close(world: World) -> Service:
    return closings.close(
        service=world.ours.service,
        reason="no_funding",
        on=world.today,
        by=world.ours.actor(Role.PROVIDER),
        now=world.now,
    )


def accepted(world: World, offer: OnwardReferral) -> None:
    onward_referrals.accept(onward_referral=offer, by=world.ours.actor(Role.PROVIDER), now=world.now)


def waiting(world: World, offer: OnwardReferral) -> None:
    onward_referrals.put_on_waiting_list(onward_referral=offer, by=world.ours.actor(Role.PROVIDER), now=world.now)


def started(world: World, offer: OnwardReferral) -> None:
    accepted(world, offer)
    by = world.ours.actor(Role.PROVIDER)
    onward_referrals.move(onward_referral=offer, event="start", by=by, now=world.now)


@pytest.mark.parametrize(
    ("walk", "ends"),
    [
        (lambda _world, _offer: None, "cancelled"),
        (accepted, "cancelled"),
        (waiting, "cancelled"),
        (started, "failed"),
    ],
)
def test_whoever_was_going_is_back_with_their_link_worker(
    world: World, walk: Callable[[World, OnwardReferral], None], ends: str
) -> None:
    offer = offered(world)
    walk(world, offer)
    close(world)
    offer.refresh_from_db()
    assert offer.status == ends
    assert offer.status_changes.filter(reason="service_closed").count() == 1
    (task,) = Task.objects.open().filter(onward_referral=offer)
    assert task.kind == "service_closed"
    assert task.holder_id == offer.episode.holder_id
    assert (task.holding_team_id is None) is (task.holder_id is not None)
    (message,) = OutboundMessage.objects.filter(onward_referral=offer, kind="service_closed")
    assert message.to_organisation_id == offer.episode.team_id
    assert not OnwardReferral.objects.open().filter(service=world.ours.service).exists()


def test_sessions_to_come_are_cancelled_and_past_ones_stay(world: World) -> None:
    starts_at = world.now + timedelta(days=3)
    coming = services.schedule(
        service=world.ours.service,
        code="WALK-0909",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        by=world.ours.actor(Role.PROVIDER),
    )
    close(world)
    assert list(Session.objects.exclude(cancelled_at=None)) == [coming]
    assert AuditEvent.objects.filter(did="session.cancelled", object_id=coming.pk).count() == 1


def test_it_closes_once_and_another_provider_cannot_close_it(world: World) -> None:
    theirs = world.theirs.actor(Role.PROVIDER)
    with pytest.raises(Refusal, match="not-yours"):
        closings.close(service=world.ours.service, reason="paused", on=world.today, by=theirs, now=world.now)
    close(world)
    with pytest.raises(Refusal, match="already-closed"):
        close(world)
    with pytest.raises(Refusal, match="service-closed"):
        offered(world)
    by = world.ours.actor(Role.PROVIDER)
    closings.reopen(service=world.ours.service, on=world.today, by=by)
    with pytest.raises(Refusal, match="not-closed"):
        closings.reopen(service=world.ours.service, on=world.today, by=by)
    assert offered(world).status == "requested"


def test_finding_another_service_takes_the_task_off(world: World) -> None:
    offer = offered(world)
    close(world)
    onward_referrals.offer(
        episode=offer.episode,
        service=world.theirs.service,
        need="loneliness",
        note="",
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
    )
    assert not Task.objects.open().filter(onward_referral=offer).exists()


def test_the_page_says_whom_it_sends_back_before_it_does(world: World) -> None:
    provider: Client = world.ours.client(Role.PROVIDER)
    offered(world)
    url = f"/provider/services/{world.ours.service.public_id}/"
    assert "2 people have a place, wait for one or are offered to you" in provider.get(f"{url}close/").content.decode()
    close(world)
    html = provider.get(url).content.decode()
    assert "There is no money for it" in html
    assert "Change the listing" not in html
