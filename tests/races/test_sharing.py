"""Sharing is taken back at the very moment in which it is used: nothing is left that nobody settles."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction
from django.utils import timezone

from referrals.actions.onward import onward_referrals
from referrals.actions.people import agreements
from referrals.kit.permissions import Role
from referrals.models import Task
from tests.support.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def taken_back_meanwhile(world: World, act: Callable[[], object]) -> int:
    """The person takes back that services know of them while an act is not written yet: how many tasks to settle."""

    def withdraw() -> None:
        by = world.ours.actor(Role.PERSON)
        agreements.withdraw(person=world.ours.person, purpose="share_with_provider", by=by, now=timezone.now())
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            act()
            taken_back = pool.submit(withdraw)
            # Long enough to be through, were there no lock to wait for.
            wait([taken_back], timeout=1)
        taken_back.result(timeout=10)
    return Task.objects.open().filter(kind="sharing_withdrawn", episode=world.ours.referral.episode).count()


def cancel(world: World) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    onward_referrals.move(
        onward_referral=world.ours.onward_referral, event="cancel", reason="not_wanted", by=by, now=timezone.now()
    )


def test_an_offer_on_its_way_while_sharing_is_taken_back_is_left_to_the_link_worker(world: World) -> None:
    cancel(world)

    def offer() -> None:
        onward_referrals.offer(
            episode=world.ours.referral.episode,
            service=world.ours.service,
            need="inactivity",
            note="",
            by=world.ours.actor(Role.LINK_WORKER),
            now=timezone.now(),
        )

    assert taken_back_meanwhile(world, offer) == 1


def test_what_ends_while_sharing_is_taken_back_is_not_left_to_be_settled(world: World) -> None:
    assert taken_back_meanwhile(world, lambda: cancel(world)) == 0
