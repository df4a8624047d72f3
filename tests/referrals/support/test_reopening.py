"""What was closed is taken up again within 26 weeks, by the team or the person, and has one holder again."""

from datetime import datetime, timedelta

import pytest

from referrals.actions.intake import referrals
from referrals.actions.organisation import accounts
from referrals.actions.people import agreements
from referrals.actions.support import reopening
from referrals.kit.calendar import day_starts
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import OutboundMessage, Referral, Task
from referrals.selectors.organisation.accounts import actor_of
from referrals.selectors.work.reconcile import faults
from referrals.states import REOPENED_WITHIN
from tests.referrals.organisation.test_manager_pages import colleague
from tests.support.world import World, refer


def closed(world: World) -> Referral:
    by = world.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=world.ours.referral, event="close", reason="goals_met", by=by, now=world.now)
    return world.ours.referral


def asked(world: World, at: datetime | None = None) -> Referral:
    """As the person's own page does it."""
    referral = Referral.objects.get(pk=world.ours.referral.pk)
    return reopening.ask_again(referral=referral, by=world.ours.actor(Role.PERSON), now=at or world.now)


def test_it_can_be_taken_up_until_the_end_of_the_182nd_day(world: World) -> None:
    referral = closed(world)
    too_late = day_starts(world.today + REOPENED_WITHIN + timedelta(days=1))
    by = world.ours.actor(Role.LINK_WORKER)
    with pytest.raises(Refusal, match="too-late") as refused:
        reopening.reopen(referral=referral, by=by, now=too_late)
    assert "make a new referral" in refused.value.message
    with pytest.raises(Refusal, match="too-late"):
        asked(world, too_late)
    assert asked(world, too_late - timedelta(minutes=1)).status == "claimed"


def test_a_person_who_comes_back_goes_to_the_link_worker_whom_they_know(world: World) -> None:
    closed(world)
    referral = asked(world)
    assert referral.holder == referral.episode.holder == world.ours.members[Role.LINK_WORKER]
    (task,) = Task.objects.open().filter(episode=referral.episode)
    assert (task.kind, task.holder) == ("first_contact", referral.holder)
    told = OutboundMessage.objects.filter(referral=referral, kind="asked_again")
    assert {message.to_organisation for message in told} == {world.ours.team}
    with pytest.raises(Refusal, match="not-in-this-state"):
        asked(world)
    assert faults() == []


def test_where_that_one_has_left_the_team_has_it(world: World) -> None:
    closed(world)
    heir = colleague(world)
    accounts.end_membership(
        membership=world.ours.members[Role.LINK_WORKER], heir=heir, by=world.ours.actor(Role.MANAGER), now=world.now
    )
    referral = asked(world)
    assert (referral.status, referral.holder, referral.episode.holder) == ("received", None, None)
    (task,) = Task.objects.open().filter(episode=referral.episode)
    assert (task.kind, task.holding_team) == ("claim_referral", world.ours.team)


def test_it_joins_what_is_open_and_its_link_worker_holds_both(world: World) -> None:
    other = colleague(world)
    for take_up in ("ask", "reopen"):
        closed(world)
        waiting = refer(world.ours, world.ours.person, at=world.now)
        referrals.claim(referral=waiting, by=actor_of(other), now=world.now)
        if take_up == "ask":
            asked(world)
        else:
            reopening.reopen(referral=world.ours.referral, by=world.ours.actor(Role.LINK_WORKER), now=world.now)
        referral = Referral.objects.get(pk=world.ours.referral.pk)
        assert (referral.episode, referral.holder) == (waiting.episode, other)
        referrals.end(referral=waiting, event="close", reason="goals_met", by=actor_of(other), now=world.now)
        world.ours.referral = referral
    assert faults() == []


def test_with_nobody_holding_what_is_open_the_team_gets_both(world: World) -> None:
    closed(world)
    waiting = refer(world.ours, world.ours.person, at=world.now)
    referral = asked(world)
    assert (referral.status, referral.episode, referral.holder) == ("received", waiting.episode, None)


def test_nobody_waits_whom_the_team_may_not_see(world: World) -> None:
    closed(world)
    by = world.ours.actor(Role.PERSON)
    agreements.withdraw(person=world.ours.person, purpose="share_record", by=by, now=world.now)
    with pytest.raises(Refusal, match="not-shared"):
        asked(world)
    with pytest.raises(Refusal, match="not-shared"):
        reopening.reopen(referral=world.ours.referral, by=world.ours.actor(Role.LINK_WORKER), now=world.now)
    agreements.give_again(person=world.ours.person, purpose="share_record", by=by, now=world.now)
    assert asked(world).status == "claimed"
