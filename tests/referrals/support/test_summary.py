"""The sentences at the head of a person's page: what is recorded, and nothing else."""

from datetime import timedelta

from referrals.actions.support import contacts, outcomes
from referrals.kit.permissions import Role
from referrals.models import Goal
from referrals.selectors.support import episodes, summary
from tests.support.world import World, refer, register


def said(world: World) -> str:
    episode = world.ours.referral.episode
    found = summary.of_episode(episodes.referrals_of(episode, world.today), episodes.support_in(episode))
    return " ".join(found)


def test_it_says_what_is_recorded(world: World) -> None:
    by, episode = world.ours.actor(Role.LINK_WORKER), world.ours.referral.episode
    words = said(world)
    for part in (
        "Loneliness or isolation.",
        "(Phone: Spoke with the person).",
        "0 of 1 goals met.",
        "Trafford park walk: ",
    ):
        assert part in words, words
    assert "attempts" not in words
    assert "first" not in words
    Goal.objects.filter(plan__episode=episode).update(status="met")
    outcomes.record(episode=episode, stage="close", answers={"ons_happiness": 7}, by=by, now=world.now)
    for minutes in (2, 1):
        at = world.now - timedelta(minutes=minutes)
        contacts.record(
            episode=episode, mode="phone", outcome="no_answer", note="", occurred_at=at, by=by, now=world.now
        )
    words = said(world)
    for part in ("(Phone: No answer).", "2 attempts since they were reached.", "1 of 1 goals met.", "first 3, last 7."):
        assert part in words, words


def test_of_somebody_new_it_says_what_there_is_not(world: World) -> None:
    new = refer(world.ours, register(world.ours, family_name="New", contacts=()))
    found = summary.of_episode(episodes.referrals_of(new.episode, world.today), episodes.support_in(new.episode))
    assert found[1:] == ["No contact yet.", "No plan yet."]
