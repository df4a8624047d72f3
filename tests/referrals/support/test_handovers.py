"""Whoever is handed over keeps one holder, one next action and one due day, and nothing that is open is left behind."""

from datetime import timedelta
from typing import Any

import pytest

from referrals.actions.intake import referrals
from referrals.actions.onward import onward_referrals
from referrals.actions.people import agreements
from referrals.actions.services import services
from referrals.actions.support import appointments, handovers
from referrals.drafts import AppointmentDraft, ServiceDraft
from referrals.kit import audit
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import (
    ContactPoint,
    Episode,
    Handover,
    Membership,
    OnwardReferral,
    OutboundMessage,
    Referral,
    ReferralStatusChange,
    Task,
)
from referrals.selectors.messages.messages import words
from referrals.selectors.organisation.accounts import actor_of
from referrals.selectors.work.reconcile import faults
from tests.conformance.browsing import read
from tests.referrals.organisation.test_manager_pages import colleague
from tests.support.world import World, refer, register


def to_colleague(world: World, heir: Membership, **changes: Any) -> None:
    given: dict[str, Any] = {"by": world.ours.actor(Role.LINK_WORKER), "now": world.now, "note": "Ring after ten"}
    handovers.to_colleague(episode=world.ours.referral.episode, heir=heir, **given | changes)


def to_team(world: World) -> None:
    handovers.to_team(
        episode=world.ours.referral.episode,
        team=world.theirs.team,
        note="Has moved",
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
    )


def offered(world: World, name: str) -> OnwardReferral:
    lunch = services.add(
        organisation=world.ours.provider, draft=ServiceDraft(name, ("food",)), by=SCHEDULE, confirmed_on=None
    )
    return onward_referrals.offer(
        episode=world.ours.referral.episode,
        service=lunch,
        need="food",
        note="",
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
    )


def known_there(world: World) -> Referral:
    """Their practice has referred our person too, and their link worker has claimed the referral."""
    other = refer(world.theirs, world.ours.person)
    referrals.claim(referral=other, by=world.theirs.actor(Role.LINK_WORKER), now=world.now)
    return other


def test_a_colleague_takes_over_everything_that_is_open_as_it_was_due(world: World) -> None:
    before = Referral.objects.get(pk=world.ours.referral.pk)
    heir = colleague(world)
    to_colleague(world, heir)
    after = Referral.objects.get(pk=before.pk)
    assert (after.status, after.next_action, after.due_on) == (before.status, before.next_action, before.due_on)
    assert after.holder == after.episode.holder == heir
    to_do = Task.objects.open().filter(episode=after.episode)
    assert {task.holder for task in to_do} == {heir}
    assert to_do.filter(kind="taken_over").count() == 1
    assert Handover.objects.get().note == "Ring after ten"
    change = ReferralStatusChange.objects.get(referral=after, event="hand_over")
    assert change.by_membership == world.ours.members[Role.LINK_WORKER]
    handovers.note_read(episode=after.episode, by=actor_of(heir), now=world.now)
    assert not to_do.filter(kind="taken_over").exists()


def test_only_someone_of_the_team_takes_over_what_is_held(world: World) -> None:
    for stranger in (world.theirs.members[Role.LINK_WORKER], world.ours.members[Role.MANAGER]):
        with pytest.raises(Refusal, match="not-a-colleague"):
            to_colleague(world, stranger)
    heir = colleague(world)
    by = world.ours.actor(Role.LINK_WORKER)
    waiting = refer(world.theirs, world.ours.person)
    with pytest.raises(Refusal, match="nobody-holds"):
        handovers.to_colleague(
            episode=waiting.episode, heir=heir, note="-", by=world.theirs.actor(Role.LINK_WORKER), now=world.now
        )
    referrals.end(referral=world.ours.referral, event="close", reason="goals_met", by=by, now=world.now)
    with pytest.raises(Refusal, match="episode-closed"):
        to_colleague(world, heir)


def test_another_team_finds_the_person_in_its_inbox_and_the_practice_sees_it(world: World) -> None:
    offer = offered(world, "Lunch")
    to_team(world)
    referral = Referral.objects.get(pk=world.ours.referral.pk)
    assert (referral.status, referral.team, referral.holder) == ("received", world.theirs.team, None)
    assert (referral.episode.team, referral.episode.holder) == (world.theirs.team, None)
    assert OnwardReferral.objects.get(pk=offer.pk).status == "requested"
    to_do = Task.objects.open().filter(episode=referral.episode)
    assert {task.kind for task in to_do} == {"claim_referral", "taken_over"}
    assert {task.holding_team for task in to_do} == {world.theirs.team}
    told = OutboundMessage.objects.filter(referral=referral, to_organisation=world.theirs.team)
    assert [message.kind for message in told] == ["referral_received"]
    shown = read(world.ours.client(Role.GP), f"/gp/referrals/{referral.public_id}/")
    assert f"Who has it {world.theirs.team.name}" in shown
    theirs, ours = (side.actor(Role.LINK_WORKER) for side in (world.theirs, world.ours))
    assert Referral.objects.visible_to(theirs).filter(pk=referral.pk).exists()
    assert not Referral.objects.visible_to(ours).filter(pk=referral.pk).exists()
    assert not Episode.objects.visible_to(ours).filter(pk=referral.episode_id).exists()
    referrals.claim(referral=referral, by=theirs, now=world.now)
    assert faults() == []


def test_no_record_goes_to_another_team_without_the_agreement_to_share_it(world: World) -> None:
    agreements.withdraw(
        person=world.ours.person, purpose="share_record", by=world.ours.actor(Role.PERSON), now=world.now
    )
    with pytest.raises(Refusal, match="not-agreed"):
        to_team(world)


def test_where_the_other_team_knows_the_person_it_goes_on_in_that_episode(world: World) -> None:
    offer, old = offered(world, "Lunch"), world.ours.referral.episode
    theirs = world.theirs.members[Role.LINK_WORKER]
    there = known_there(world).episode
    to_team(world)
    referral = Referral.objects.get(pk=world.ours.referral.pk)
    assert (referral.episode, referral.status, referral.holder) == (there, "supported", theirs)
    assert OnwardReferral.objects.get(pk=offer.pk).episode == there
    # The place that the person has is kept in the episode that ended, and the new team reads it.
    assert OnwardReferral.objects.get(pk=world.ours.onward_referral.pk).status == "in-progress"
    ended = Episode.objects.get(pk=old.pk)
    assert (ended.close_reason, ended.team) == ("handed_over", world.theirs.team)
    assert {task.holder for task in Task.objects.open().filter(episode=there)} == {theirs}
    assert not Task.objects.open().filter(episode=old).exists()
    assert faults() == []


def test_a_handover_is_done_whole_or_not_at_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_given: object) -> None:
        raise RuntimeError

    heir = colleague(world)
    with monkeypatch.context() as patched:
        patched.setattr(audit, "record", fail)
        with pytest.raises(RuntimeError):
            to_colleague(world, heir)
    assert Episode.objects.get(team=world.ours.team).holder == world.ours.members[Role.LINK_WORKER]


def test_appointments_go_to_the_colleague_and_the_person_is_told(world: World) -> None:
    by, heir = world.ours.actor(Role.LINK_WORKER), colleague(world)
    agreements.give(person=world.ours.person, purpose="get_messages", by=by, now=world.now)
    ContactPoint.objects.create(person=world.ours.person, kind="email", value="ada@example.org")
    starts_at = world.now + timedelta(days=3)
    draft = AppointmentDraft(starts_at, starts_at + timedelta(hours=1), "phone")
    appointment = appointments.make(episode=world.ours.referral.episode, draft=draft, by=by, now=world.now)
    to_colleague(world, heir)
    appointment.refresh_from_db()
    assert (appointment.membership, appointment.starts_at) == (heir, starts_at)
    told = OutboundMessage.objects.filter(appointment=appointment).order_by("pk").values_list("kind", "state")
    assert list(told) == [("appointment_told", "failed"), ("appointment_colleague", "waiting")]
    [waiting] = OutboundMessage.objects.filter(appointment=appointment, state="waiting")
    assert "takes it over: Col Worker" in words(waiting)


def test_whoever_leaves_leaves_no_appointment_behind(world: World) -> None:
    leaving, heir = world.ours.members[Role.LINK_WORKER], colleague(world)
    other = refer(world.ours, register(world.ours, family_name="Other"))
    referrals.claim(referral=other, by=actor_of(heir), now=world.now)
    starts_at = world.now + timedelta(days=3)
    draft = AppointmentDraft(starts_at, starts_at + timedelta(hours=1), "phone")
    by = world.ours.actor(Role.LINK_WORKER)
    planned = [
        appointments.make(episode=one.episode, draft=draft, by=by, now=world.now)
        for one in (other, world.ours.referral)
    ]
    handovers.everyone(holder=leaving, heir=heir, by=world.ours.actor(Role.MANAGER), now=world.now)
    for appointment in planned:
        appointment.refresh_from_db()
        assert appointment.membership == heir
