"""Two people act at the same moment: one of them wins, and the other is told so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from referrals.actions import accounts, agreements, onward_referrals, referrals, sweeps
from referrals.models import OnwardReferral, Referral, ReferralStatusChange, Service, Task
from referrals.permissions import SCHEDULE, Actor, Refusal, Role
from referrals.selectors.accounts import actor_of
from tests.referrals.actions.test_reoffers import asked_for_food
from tests.world import BEGAN, World, refer, register

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Each act in a thread of its own: `done` or the code of the refusal, sorted."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait(10)
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_the_last_place_goes_to_one_person(world: World) -> None:
    ours = world.ours
    link_worker, provider = ours.actor(Role.LINK_WORKER), ours.actor(Role.PROVIDER)
    # One place is taken by our person, so one is left.
    Service.objects.filter(pk=ours.service.pk).update(places=2)
    offers = []
    for number in range(2):
        referral = refer(ours, register(ours, family_name=f"Racer {number}"))
        referrals.claim(referral=referral, by=link_worker, now=timezone.now())
        offers.append(
            onward_referrals.offer(
                episode=referral.episode,
                service=ours.service,
                need="inactivity",
                note="",
                by=link_worker,
                now=timezone.now(),
            )
        )

    def accept(offer: OnwardReferral) -> Callable[[], object]:
        return lambda: onward_referrals.accept(onward_referral=offer, by=provider, now=timezone.now())

    assert at_once(*(accept(offer) for offer in offers)) == ["done", "no-place"]
    assert OnwardReferral.objects.filter(service=ours.service).taking_a_place().count() == 2


def test_one_link_worker_claims_a_referral(world: World) -> None:
    ours = world.ours
    user = accounts.add_user(email="second@example.org", name="Second", password=None, by=SCHEDULE)
    second = actor_of(
        accounts.add_member(user=user, role=Role.LINK_WORKER, organisation=ours.team, starts_on=BEGAN, by=SCHEDULE)
    )
    sent = refer(ours, register(ours, family_name="Wanted"))

    def claim(by: Actor) -> Callable[[], object]:
        seen = Referral.objects.select_related("episode").get(pk=sent.pk)
        return lambda: referrals.claim(referral=seen, by=by, now=timezone.now())

    assert at_once(claim(ours.actor(Role.LINK_WORKER)), claim(second)) == ["changed-meanwhile", "done"]
    assert ReferralStatusChange.objects.filter(referral=sent, event="claim").count() == 1
    sent.refresh_from_db()
    assert sent.holder_id == sent.episode.holder_id


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


@pytest.mark.parametrize("answers", [True, False], ids=["a provider answers", "two sweeps"])
def test_an_unanswered_offer_goes_on_once_or_is_answered(world: World, answers: bool) -> None:
    first, second = asked_for_food(world)
    late = world.now + timedelta(days=30)

    def sweep() -> None:
        sweeps.overdue_offers(by=SCHEDULE, now=late)

    def accept() -> None:
        onward_referrals.accept(onward_referral=first, by=world.ours.actor(Role.PROVIDER), now=late)

    assert set(at_once(sweep, accept if answers else sweep)) <= {"done", "changed-meanwhile"}
    status = OnwardReferral.objects.get(pk=first.pk).status
    following = OnwardReferral.objects.filter(follows=first)
    assert (status, following.count()) in {("cancelled", 1), ("accepted", 0)}
    assert answers or status == "cancelled"
    assert all(offer.service == second for offer in following)
