"""Before a referral is closed what ends is listed; what came of it reaches the practice and the person."""

from datetime import timedelta

from referrals.actions.intake import referrals
from referrals.actions.support import appointments, outcomes
from referrals.drafts import AppointmentDraft
from referrals.kit.permissions import Role
from referrals.models import Goal, Referral
from referrals.selectors.support import closing
from tests.conformance.browsing import read, send
from tests.support.world import World, refer


def address(world: World, event: str) -> str:
    referral = world.ours.referral
    return f"/link-worker/episodes/{referral.episode.public_id}/referrals/{referral.public_id}/{event}/"


def test_what_ends_is_listed_and_goals_and_last_scores_are_asked_for(world: World) -> None:
    by, episode = world.ours.actor(Role.LINK_WORKER), world.ours.referral.episode
    start = world.now + timedelta(days=3)
    draft = AppointmentDraft(start, start + timedelta(hours=1), "phone")
    appointments.make(episode=episode, draft=draft, by=by, now=world.now)
    shown = read(world.ours.client(Role.LINK_WORKER), address(world, "close"))
    for words in (
        "This ends with it",
        "Appointment,",
        "Task: Review the plan",
        "Walk in the park every week",
        "Ask the last scores first",
    ):
        assert words in shown


def test_the_outcome_reaches_the_practice_and_the_person(world: World) -> None:
    by, episode = world.ours.actor(Role.LINK_WORKER), world.ours.referral.episode
    outcomes.record(episode=episode, stage="close", answers={"ons_happiness": 8}, by=by, now=world.now)
    goal = Goal.objects.get(plan=world.ours.plan)
    typed = {"reason": "goals_met", "note": "Walks with Sam each week", f"goal-{goal.public_id}": "met"}
    send(world.ours.client(Role.LINK_WORKER), address(world, "close"), typed)
    goal.refresh_from_db()
    assert goal.status == "met"
    shown = read(world.ours.client(Role.GP), f"/gp/referrals/{world.ours.referral.public_id}/")
    for words in (
        "Walks with Sam each week",
        "Walk in the park every week: Met",
        "Happiness yesterday: 3 at first, 8 the last time",
        "Trafford park walk: 1",
    ):
        assert words in shown
    assert "Walks with Sam each week" in read(world.ours.client(Role.PERSON), "/me/")
    assert closing.outcome(Referral.objects.get(pk=world.theirs.referral.pk)) is None


def test_while_another_referral_is_open_nothing_else_ends(world: World) -> None:
    refer(world.ours, world.ours.person)
    shown = read(world.ours.client(Role.LINK_WORKER), address(world, "close"))
    assert "Another referral of this person is open" in shown
    assert "This ends with it" not in shown


def test_of_support_that_goes_on_with_another_referral_the_practice_reads_the_note_alone(world: World) -> None:
    by, referral, later = world.ours.actor(Role.LINK_WORKER), world.ours.referral, world.now + timedelta(days=1)
    gp, other = world.ours.client(Role.GP), refer(world.ours, referral.person, at=world.now)
    outcomes.record(episode=referral.episode, stage="close", answers={"ons_happiness": 8}, by=by, now=world.now)
    referrals.end(referral=referral, event="close", reason="goals_met", note="Sings too", by=by, now=world.now)
    told = ("Walk in the park every week: ", "Happiness yesterday: 3", "Trafford park walk: 1")
    for ended in (None, other):
        if ended:
            ended.refresh_from_db()
            referrals.end(referral=ended, event="close", reason="goals_met", by=by, now=later)
        shown = read(gp, f"/gp/referrals/{referral.public_id}/")
        assert "Sings too" in shown
        assert not [words for words in (*told, "None were set") if words in shown]
    shown = read(gp, f"/gp/referrals/{other.public_id}/")
    assert [words for words in told if words in shown] == list(told)


def test_what_they_attend_after_support_has_ended_is_their_own(world: World) -> None:
    by, referral = world.ours.actor(Role.LINK_WORKER), world.ours.referral
    before = world.ours.session.starts_at - timedelta(minutes=1)
    referrals.end(referral=referral, event="close", reason="goals_met", by=by, now=before)
    came = closing.outcome(Referral.objects.get(pk=referral.pk))
    assert came
    assert (came.has_support, came.attended) == (True, [])


def test_from_what_ended_the_practice_refers_again_with_what_was_said_before(world: World) -> None:
    gp, referral = world.ours.client(Role.GP), world.ours.referral
    send(world.ours.client(Role.LINK_WORKER), address(world, "decline"), {"reason": "not_now"})
    again = f"/gp/refer/{referral.person.public_id}/?as={referral.public_id}"
    assert again in gp.get(f"/gp/referrals/{referral.public_id}/").content.decode()
    assert "Misses her husband." in read(gp, again)
    for other in (world.theirs.referral.public_id, "none"):
        assert "Misses her husband." not in read(gp, f"/gp/refer/{referral.person.public_id}/?as={other}")
