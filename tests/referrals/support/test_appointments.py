"""Appointments: the person is told of what is true now, once, and reminded once of each."""

from datetime import UTC, datetime, timedelta

import pytest

from referrals.actions.intake import referrals
from referrals.actions.messages import outbox
from referrals.actions.people import agreements
from referrals.actions.support import appointments
from referrals.actions.work import sweeps
from referrals.drafts import AppointmentDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Appointment, AuditEvent, ContactPoint, OutboundMessage, Task
from tests.support.world import World, wants

# A Tuesday, and the Thursday of the week after.
NOW, THEN = datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2026, 12, 3, 14, tzinfo=UTC)
pytestmark = pytest.mark.time_machine(NOW, tick=False)


def draft(starts_at: datetime = THEN) -> AppointmentDraft:
    return AppointmentDraft(starts_at, starts_at + timedelta(hours=1), "phone", "By the lake")


def make(world: World, *, channel: str = "email", starts_at: datetime = THEN) -> Appointment:
    """Our person wants messages and has an e-mail address."""
    person = world.ours.person
    wants(world.ours, person, channel)
    agreements.give(person=person, purpose="get_messages", by=world.ours.actor(Role.GP), now=NOW)
    ContactPoint.objects.get_or_create(person=person, kind="email", value="ada@example.org")
    episode = world.ours.referral.episode
    by = world.ours.actor(Role.LINK_WORKER)
    return appointments.make(episode=episode, draft=draft(starts_at), by=by, now=NOW)


def said(appointment: Appointment) -> list[tuple[str, str]]:
    rows = OutboundMessage.objects.filter(appointment=appointment).order_by("pk")
    return [(row.kind.removeprefix("appointment_"), row.failure or row.state) for row in rows]


def at(now: datetime) -> None:
    sweeps.appointment_reminders(by=SCHEDULE, now=now)
    outbox.send_waiting(limit=100, by=SCHEDULE, now=now)


def move(world: World, appointment: Appointment, starts_at: datetime, version: int | None = None) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    number = appointment.version if version is None else version
    appointments.move(appointment=appointment, draft=draft(starts_at), by=by, now=NOW, version=number)


def test_someone_is_told_at_once_and_reminded_a_day_before(world: World) -> None:
    appointment = make(world)
    at(NOW)
    assert said(appointment) == [("told", "sent")]
    at(THEN - timedelta(hours=25))
    assert said(appointment) == [("told", "sent")]
    for hours in (24, 23, 1):
        at(THEN - timedelta(hours=hours))
        assert said(appointment) == [("told", "sent"), ("reminder", "sent")]


def test_a_call_is_asked_for_two_working_days_before(world: World) -> None:
    appointment = make(world, channel="phone")
    at(THEN - timedelta(hours=56))
    assert [kind for kind, _state in said(appointment)] == ["told"]
    at(datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert [kind for kind, _state in said(appointment)] == ["told", "reminder"]
    assert Task.objects.open().filter(kind="call_person").count() == 2


def test_whoever_was_told_within_a_day_is_not_reminded(world: World) -> None:
    appointment = make(world, starts_at=NOW + timedelta(hours=20))
    at(NOW + timedelta(hours=2))
    assert said(appointment) == [("told", "sent")]


def test_what_was_not_yet_said_of_an_appointment_that_is_moved_is_dropped(world: World) -> None:
    appointment = make(world)
    move(world, appointment, THEN + timedelta(days=1))
    assert said(appointment) == [("told", "overtaken"), ("told", "waiting")]


def test_one_that_is_moved_after_its_reminder_is_reminded_of_anew(world: World) -> None:
    appointment = make(world)
    at(THEN - timedelta(hours=24))
    move(world, appointment, THEN + timedelta(days=7))
    at(THEN + timedelta(days=6))
    assert [kind for kind, _state in said(appointment)] == ["told", "reminder", "told", "reminder"]


def test_one_that_is_cancelled_is_told_and_not_reminded_of(world: World) -> None:
    appointment = make(world)
    at(NOW)
    appointments.cancel(appointment=appointment, by=world.ours.actor(Role.LINK_WORKER), now=NOW)
    at(THEN - timedelta(hours=24))
    assert said(appointment) == [("told", "sent"), ("cancelled", "sent")]


def test_the_end_of_support_cancels_what_is_planned(world: World) -> None:
    appointment = make(world)
    by = world.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=world.ours.referral, event="close", reason="goals_met", by=by, now=NOW)
    assert said(appointment) == [("told", "overtaken"), ("cancelled", "waiting")]
    with pytest.raises(Refusal, match="episode-closed"):
        appointments.make(episode=appointment.episode, draft=draft(), by=by, now=NOW)


def test_nobody_is_told_who_did_not_agree(world: World) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    appointment = appointments.make(episode=world.ours.referral.episode, draft=draft(), by=by, now=NOW)
    at(THEN - timedelta(hours=24))
    assert said(appointment) == []


def test_a_message_that_comes_too_late_does_not_go_out(world: World) -> None:
    appointment = make(world)
    at(THEN)
    assert said(appointment) == [("told", "too late")]


def test_of_two_who_move_it_at_once_one_is_told(world: World) -> None:
    appointment = make(world)
    move(world, appointment, THEN + timedelta(days=1), version=1)
    with pytest.raises(Refusal, match="changed-meanwhile"):
        move(world, appointment, THEN + timedelta(days=2), version=1)


def test_the_past_is_refused_and_so_is_changing_it(world: World) -> None:
    with pytest.raises(Refusal, match="in-the-past"):
        make(world, starts_at=NOW)
    appointment = make(world)
    with pytest.raises(Refusal, match="changed-meanwhile"):
        appointments.cancel(appointment=appointment, by=world.ours.actor(Role.LINK_WORKER), now=THEN)


def test_each_change_is_audited_without_words(world: World) -> None:
    appointment = make(world)
    move(world, appointment, THEN + timedelta(days=1))
    appointments.cancel(appointment=appointment, by=world.ours.actor(Role.LINK_WORKER), now=NOW)
    done = AuditEvent.objects.filter(did__startswith="appointment.").order_by("pk")
    assert [(event.did, event.detail) for event in done] == [
        ("appointment.made", {}),
        ("appointment.moved", {}),
        ("appointment.cancelled", {}),
    ]
