"""Ten working days without an answer: the next suitable service is asked, if the person wants it, and once only."""

from datetime import timedelta
from typing import Any

import pytest

from referrals.actions.onward import onward_referrals
from referrals.actions.people import agreements
from referrals.actions.services import services
from referrals.actions.work import sweeps
from referrals.drafts import ServiceDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import add_working_days, day_starts
from referrals.kit.permissions import Role
from referrals.models import OnwardReferral, OutboundMessage, Service, Task
from referrals.selectors.onward import provider
from tests.support.world import World


def service_for_food(world: World, name: str, **changes: Any) -> Service:
    draft = ServiceDraft(name, ("food",), places=1)
    given: dict[str, Any] = {"organisation": world.ours.provider, "confirmed_on": world.today + timedelta(days=14)}
    return services.add(draft=draft, by=SCHEDULE, **given | changes)


def asked_for_food(world: World, *, may_ask_next: bool = True) -> tuple[OnwardReferral, Service]:
    """An offer that nobody answers, and the service that could be asked next."""
    first, second = (service_for_food(world, name) for name in ("First lunch", "Second lunch"))
    offer = onward_referrals.offer(
        episode=world.ours.referral.episode,
        service=first,
        need="food",
        note="Eats no meat",
        may_ask_next=may_ask_next,
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
    )
    return offer, second


def swept(world: World) -> OnwardReferral | None:
    """The offer that follows once the tenth working day is over."""
    sweeps.overdue_offers(by=SCHEDULE, now=day_starts(add_working_days(world.today, 10) + timedelta(days=1)))
    return OnwardReferral.objects.exclude(follows=None).first()


def listed() -> int:
    return Task.objects.open().filter(kind="offer_overdue").count()


def test_the_next_service_is_asked_after_the_tenth_working_day_and_the_first_no_longer_sees_the_person(
    world: World,
) -> None:
    offer, second = asked_for_food(world)
    sweeps.overdue_offers(by=SCHEDULE, now=day_starts(add_working_days(world.today, 10)))
    assert OnwardReferral.objects.get(pk=offer.pk).status == "requested"
    following = swept(world)
    assert following is not None
    assert (following.service, following.follows, following.need, following.note) == (
        second,
        offer,
        "food",
        "Eats no meat",
    )
    assert (following.status, following.next_action, following.may_ask_next) == ("requested", "answer", True)
    assert following.due_on is not None
    offer.refresh_from_db()
    assert (offer.status, offer.status_changes.get(event="cancel").reason) == ("cancelled", "no_answer")
    assert provider.get_offer(world.ours.actor(Role.PROVIDER), offer.public_id) is None
    told = OutboundMessage.objects.filter(onward_referral=following).values_list("kind", "to_organisation")
    assert set(told) == {("person_offered", world.ours.provider.pk), ("offer_passed_on", world.ours.team.pk)}
    assert listed() == 0
    assert swept(world) == following


@pytest.mark.parametrize(
    "against", ["not wanted", "taken back", "full", "stale", "elsewhere", "closed", "asked before"]
)
def test_where_it_may_not_or_cannot_go_on_it_comes_to_the_link_worker(world: World, against: str) -> None:
    offer, second = asked_for_food(world, may_ask_next=against != "not wanted")
    changes: dict[str, dict[str, Any]] = {
        "full": {"places": 0},
        "stale": {"assured_on": world.today - timedelta(days=200)},
        "elsewhere": {"organisation": world.theirs.provider},
        "closed": {"status": "closed"},
    }
    Service.objects.filter(pk=second.pk).update(**changes.get(against, {"needs": second.needs}))
    if against == "elsewhere":
        world.theirs.provider.area_code = world.theirs.team.area_code
        world.theirs.provider.save()
    if against == "taken back":
        by = world.ours.actor(Role.PERSON)
        agreements.withdraw(person=world.ours.person, purpose="share_with_provider", by=by, now=world.now)
    if against == "asked before":
        link_worker = world.ours.actor(Role.LINK_WORKER)
        before = onward_referrals.offer(
            episode=offer.episode, service=second, need="food", note="", by=link_worker, now=world.now
        )
        onward_referrals.move(
            onward_referral=before, event="cancel", reason="not_wanted", by=link_worker, now=world.now
        )
    assert swept(world) is None
    assert OnwardReferral.objects.get(pk=offer.pk).status == "requested"
    assert listed() == 1
