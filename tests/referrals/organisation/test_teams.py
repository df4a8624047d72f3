"""A team closes: another one goes on, and nobody and nothing stays behind."""

from datetime import timedelta

import pytest

from referrals.actions.intake import referrals
from referrals.actions.organisation import teams
from referrals.actions.support import reopening
from referrals.actions.work import sweeps
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Episode, Organisation, Referral, Task
from referrals.selectors.organisation import accounts
from referrals.selectors.work.reconcile import faults
from tests.support.world import World, refer, register


def close(world: World) -> None:
    by = world.ours.actor(Role.MANAGER)
    teams.close(team=world.ours.team, heir=world.theirs.team, by=by, now=world.now)


def test_everyone_and_every_practice_goes_to_the_team_that_takes_over(world: World) -> None:
    waiting = refer(world.ours, register(world.ours, family_name="Waiting"))
    ended = refer(world.ours, register(world.ours, family_name="Ended"), at=world.now)
    by = world.ours.actor(Role.LINK_WORKER)
    referrals.claim(referral=ended, by=by, now=world.now)
    referrals.end(referral=ended, event="close", reason="goals_met", by=by, now=world.now)
    close(world)
    heir = world.theirs.team
    assert not Episode.objects.filter(team=world.ours.team).exists()
    assert not Referral.objects.filter(team=world.ours.team).exists()
    for referral in Referral.objects.filter(pk__in=[waiting.pk, world.ours.referral.pk]):
        assert (referral.status, referral.team, referral.episode.holder) == ("received", heir, None)
        to_do = Task.objects.open().filter(episode=referral.episode)
        assert to_do.filter(kind="claim_referral", referral=referral).count() == 1
        assert {task.holding_team for task in to_do} == {heir}
    assert Organisation.objects.get(pk=world.ours.practice.pk).refers_to == heir
    assert not accounts.memberships_of(world.ours.members[Role.LINK_WORKER].user_id, world.today).exists()
    again = Referral.objects.get(pk=ended.pk)
    reopening.reopen(referral=again, by=world.theirs.actor(Role.LINK_WORKER), now=world.now)
    assert faults() == []


def test_what_was_on_its_way_meanwhile_follows(world: World) -> None:
    close(world)
    late = refer(world.ours, register(world.ours, family_name="Late"))
    assert late.team == world.ours.team
    assert [sweeps.closed_teams(by=SCHEDULE, now=world.now + timedelta(minutes=5)) for _ in range(2)] == [1, 0]
    late.refresh_from_db()
    assert (late.team, late.status) == (world.theirs.team, "received")


def test_only_its_own_manager_closes_a_team_and_only_into_an_open_one(world: World) -> None:
    ours, theirs = world.ours, world.theirs
    with pytest.raises(Refusal, match="not-yours"):
        teams.close(team=theirs.team, heir=ours.team, by=ours.actor(Role.MANAGER), now=world.now)
    for wrong in (ours.team, theirs.practice):
        with pytest.raises(Refusal, match="not-a-team"):
            teams.close(team=ours.team, heir=wrong, by=ours.actor(Role.MANAGER), now=world.now)
    close(world)
    with pytest.raises(Refusal, match="closed-already"):
        close(world)
    with pytest.raises(Refusal, match="not-a-team"):
        teams.close(team=theirs.team, heir=ours.team, by=theirs.actor(Role.MANAGER), now=world.now)
