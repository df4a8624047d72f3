"""What stands still is put on somebody's worklist, once."""

from datetime import timedelta

from referrals.actions.onward import onward_referrals
from referrals.actions.services import services
from referrals.actions.work import sweeps
from referrals.drafts import ServiceDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import add_working_days, day_starts, local_day
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, OnwardReferral, OutboundMessage, Task
from tests.support.world import World, refer, register


def offered(world: World) -> OnwardReferral:
    """An offer to a second service, that nobody has answered."""
    lunch = services.add(
        organisation=world.ours.provider, draft=ServiceDraft("Lunch", ("food",)), by=SCHEDULE, confirmed_on=None
    )
    return onward_referrals.offer(
        episode=world.ours.referral.episode,
        service=lunch,
        need="food",
        note="",
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
    )


def overdue(offer: OnwardReferral) -> list[Task]:
    return list(Task.objects.open().filter(kind="offer_overdue", onward_referral=offer))


def test_an_unanswered_offer_comes_to_its_link_worker_once(world: World) -> None:
    offer = offered(world)
    assert sweeps.overdue_offers(by=SCHEDULE, now=world.now + timedelta(days=7)) == 0
    late = world.now + timedelta(days=30)
    assert [sweeps.overdue_offers(by=SCHEDULE, now=late) for _ in range(2)] == [1, 0]
    (task,) = overdue(offer)
    assert task.holder == world.ours.members[Role.LINK_WORKER]
    Task.objects.filter(pk=task.pk).update(done_at=late)
    assert sweeps.overdue_offers(by=SCHEDULE, now=late) == 0


def test_a_place_whose_next_step_is_late_comes_to_the_link_worker_and_again_after_four_weeks(world: World) -> None:
    place, provider = offered(world), world.ours.actor(Role.PROVIDER)
    onward_referrals.put_on_waiting_list(onward_referral=place, by=provider, now=world.now)
    assert sweeps.overdue_places(by=SCHEDULE, now=world.now) == 0
    late = world.now + timedelta(days=60)
    assert [sweeps.overdue_places(by=SCHEDULE, now=late) for _ in range(2)] == [1, 0]
    Task.objects.filter(kind="place_overdue").update(done_at=late)
    assert [sweeps.overdue_places(by=SCHEDULE, now=late + timedelta(days=days)) for days in (27, 29)] == [0, 1]
    onward_referrals.move(onward_referral=place, event="resume", by=provider, now=late)
    assert not Task.objects.open().filter(kind="place_overdue").exists()


def chased(offer: OnwardReferral) -> list[str]:
    return list(
        OutboundMessage.objects.filter(onward_referral=offer, kind__in=["offer_reminder", "offer_unanswered"])
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_who_does_not_answer_is_asked_again_and_then_the_team_is_told_once_each(world: World) -> None:
    offer = offered(world)
    asked, told = (
        day_starts(add_working_days(local_day(world.now), number)) for number in (sweeps.ASK_AGAIN, sweeps.TELL_TEAM)
    )
    sweeps.unanswered_offers(by=SCHEDULE, now=asked - timedelta(minutes=1))
    assert chased(offer) == []
    for _ in range(2):
        sweeps.unanswered_offers(by=SCHEDULE, now=asked)
    assert chased(offer) == ["offer_reminder"]
    sweeps.unanswered_offers(by=SCHEDULE, now=told - timedelta(minutes=1))
    assert chased(offer) == ["offer_reminder"]
    for _ in range(2):
        sweeps.unanswered_offers(by=SCHEDULE, now=told)
    assert chased(offer) == ["offer_reminder", "offer_unanswered"]
    assert AuditEvent.objects.filter(did="onward_referral.chased", object_id=offer.pk).count() == 2


def test_nobody_is_chased_after_an_answer(world: World) -> None:
    offer = offered(world)
    onward_referrals.reject(onward_referral=offer, reason="no_place", by=world.ours.actor(Role.PROVIDER), now=world.now)
    assert sweeps.unanswered_offers(by=SCHEDULE, now=world.now + timedelta(days=30)) == 0


def test_an_answer_takes_the_overdue_offer_off_the_worklist(world: World) -> None:
    offer = offered(world)
    late = world.now + timedelta(days=30)
    sweeps.overdue_offers(by=SCHEDULE, now=late)
    onward_referrals.reject(onward_referral=offer, reason="no_place", by=world.ours.actor(Role.PROVIDER), now=late)
    assert overdue(offer) == []


def test_a_referral_that_nobody_claims_is_always_on_its_teams_worklist(world: World) -> None:
    referral = refer(world.ours, register(world.ours))
    assert sweeps.unclaimed_referrals(by=SCHEDULE, now=world.now) == 0
    Task.objects.filter(referral=referral).update(done_at=world.now)
    assert sweeps.unclaimed_referrals(by=SCHEDULE, now=world.now) == 1
    (task,) = Task.objects.open().filter(referral=referral)
    assert (task.kind, task.holding_team) == ("claim_referral", world.ours.team)
