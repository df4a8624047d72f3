"""Sessions to come: people with a place are reminded of each once, and told when it does not take place."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from referrals.actions.intake import referrals
from referrals.actions.messages import outbox
from referrals.actions.onward import onward_referrals
from referrals.actions.people import agreements
from referrals.actions.register import attendance, sessions
from referrals.actions.services import services
from referrals.actions.work import sweeps
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Agreement, AuditEvent, ContactPoint, OnwardReferral, OutboundMessage, Session, Task
from referrals.selectors.register import sessions as selectors
from tests.support.world import World, refer, register, wants

# A Tuesday, and the Thursday of the week after.
NOW, THEN = datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2026, 12, 3, 14, tzinfo=UTC)
pytestmark = pytest.mark.time_machine(NOW, tick=False)
URL = "/provider/sessions/{}/cancel/"


def to_come(world: World, *, starts_at: datetime | None = None) -> Session:
    """A session of our service; in two days, if nothing else is said."""
    start = starts_at or world.now + timedelta(days=2)
    by = world.ours.actor(Role.PROVIDER)
    return services.schedule(
        service=world.ours.service, code=f"W-{start:%m%d%H}", starts_at=start, ends_at=start + timedelta(hours=1), by=by
    )


def wants_messages(world: World, channel: str = "email") -> None:
    """Our person does, and has an e-mail address."""
    person = world.ours.person
    wants(world.ours, person, channel)
    ContactPoint.objects.get_or_create(person=person, kind="email", value="ada@example.org")
    agreements.give(person=person, purpose="get_messages", by=world.ours.actor(Role.GP), now=world.now)
    OutboundMessage.objects.all().delete()


@pytest.fixture
def session(world: World) -> Session:
    """Our person wants messages, and there is a session."""
    wants_messages(world)
    return to_come(world, starts_at=THEN)


@pytest.fixture
def provider(world: World) -> Client:
    return world.ours.client(Role.PROVIDER)


def said(session: Session) -> list[tuple[str, str]]:
    rows = OutboundMessage.objects.filter(session=session).order_by("pk")
    return [(row.kind.removeprefix("session_"), row.failure or row.state) for row in rows]


def at(now: datetime) -> None:
    sweeps.session_reminders(by=SCHEDULE, now=now)
    outbox.send_waiting(limit=100, by=SCHEDULE, now=now)


def cancel(world: World, session: Session, now: datetime = NOW) -> Session:
    return sessions.cancel(session=session, reason="weather", by=world.ours.actor(Role.PROVIDER), now=now)


def test_someone_with_a_place_is_reminded_once_a_day_before(session: Session) -> None:
    at(THEN - timedelta(hours=25))
    assert said(session) == []
    for hours in (24, 23, 1):
        at(THEN - timedelta(hours=hours))
        assert said(session) == [("reminder", "sent")]


def test_each_session_is_reminded_of(world: World, session: Session) -> None:
    later = to_come(world, starts_at=THEN + timedelta(days=7))
    at(THEN - timedelta(hours=24))
    at(THEN + timedelta(days=6, hours=1))
    assert (said(session), said(later)) == ([("reminder", "sent")], [("reminder", "sent")])


@pytest.mark.parametrize("what", ["no messages", "not shared", "no place", "restricted", "over"])
def test_nobody_is_reminded_who_should_not_be(world: World, session: Session, what: str) -> None:
    person, by = world.ours.person, world.ours.actor(Role.LINK_WORKER)
    hours = -1 if what == "over" else 23
    if what == "restricted":
        type(person).objects.filter(pk=person.pk).update(restricted_at=NOW)
    elif what == "no place":
        OnwardReferral.objects.filter(episode__person=person).update(status="completed", next_action="", due_on=None)
    elif what != "over":
        purpose = "get_messages" if what == "no messages" else "share_with_provider"
        agreements.withdraw(person=person, purpose=purpose, by=by, now=world.now)
    at(THEN - timedelta(hours=hours))
    assert said(session) == []


def test_by_phone_someone_is_reminded_of_the_first_session_only(world: World, session: Session) -> None:
    wants_messages(world, "phone")
    two_working_days_before = datetime(2026, 12, 1, 9, tzinfo=UTC)
    at(two_working_days_before)
    assert said(session) == []
    OnwardReferral.objects.filter(pk=world.ours.onward_referral.pk).update(status="accepted")
    at(two_working_days_before - timedelta(minutes=1))
    assert said(session) == []
    at(two_working_days_before)
    assert [kind for kind, _state in said(session)] == ["reminder"]
    assert Task.objects.open().filter(kind="call_person").count() == 1


def test_a_place_given_back_before_the_reminder_goes_out_stops_it(world: World, session: Session) -> None:
    now = THEN - timedelta(hours=24)
    sweeps.session_reminders(by=SCHEDULE, now=now)
    agreements.withdraw(
        person=world.ours.person, purpose="share_with_provider", by=world.ours.actor(Role.LINK_WORKER), now=world.now
    )
    outbox.send_waiting(limit=100, by=SCHEDULE, now=now)
    assert said(session) == [("reminder", "overtaken")]


def test_whoever_is_to_be_reminded_is_found_with_as_many_queries_for_many(world: World, session: Session) -> None:
    def found() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as counted:
            pairs = selectors.unreminded(THEN - timedelta(hours=24))
        return len(pairs), len(counted)

    link_worker, provider = world.ours.actor(Role.LINK_WORKER), world.ours.actor(Role.PROVIDER)
    one = found()
    for index in range(3):
        person = register(world.ours, given_name=f"Nia{index}")
        referral = refer(world.ours, person)
        referrals.claim(referral=referral, by=link_worker, now=world.now)
        offer = onward_referrals.offer(
            episode=referral.episode,
            service=world.ours.service,
            need="inactivity",
            note="",
            is_agreed=True,
            by=link_worker,
            now=world.now,
        )
        onward_referrals.accept(onward_referral=offer, by=provider, now=world.now)
        agreements.give(person=person, purpose="get_messages", by=link_worker, now=world.now)
    assert (one[0], found()[0]) == (1, 4)
    assert one[1] == found()[1]


def test_a_cancelled_session_is_told_and_nobody_is_reminded_of_it(world: World, session: Session) -> None:
    now = THEN - timedelta(hours=24)
    sweeps.session_reminders(by=SCHEDULE, now=now)
    done = cancel(world, session, now)
    assert (done.cancelled_at, done.cancelled_because, done.version) == (now, "weather", 2)
    at(now)
    assert said(session) == [("reminder", "overtaken"), ("cancelled", "sent")]
    event = AuditEvent.objects.get(did="session.cancelled")
    assert (event.object_id, event.detail) == (session.pk, {"reason": "weather"})


def test_only_who_agreed_to_messages_is_told_of_it(world: World, session: Session) -> None:
    Agreement.objects.filter(purpose="get_messages").update(withdrawn_at=NOW)
    cancel(world, session)
    assert said(session) == []


def test_one_that_should_have_begun_is_cancelled_without_a_word(world: World, session: Session) -> None:
    assert cancel(world, session, THEN + timedelta(hours=3)).cancelled_at
    assert said(session) == []


def test_what_was_held_or_cancelled_already_or_is_anothers_is_refused(world: World, session: Session) -> None:
    by = world.ours.actor(Role.PROVIDER)
    with pytest.raises(Refusal, match="register-begun"):
        cancel(world, world.ours.session)
    attendance.complete_register(session=world.ours.session, by=by, now=world.now)
    with pytest.raises(Refusal, match="register-begun"):
        cancel(world, world.ours.session)
    with pytest.raises(Refusal, match="not-yours"):
        sessions.cancel(session=session, reason="weather", by=world.theirs.actor(Role.PROVIDER), now=NOW)
    cancel(world, session)
    with pytest.raises(Refusal, match="cancelled-already"):
        cancel(world, session)


def test_a_provider_cancels_a_session_on_its_page(world: World, provider: Client) -> None:
    wants_messages(world)
    coming = to_come(world)
    url = URL.format(coming.public_id)
    assert url in provider.get(f"/provider/sessions/{coming.public_id}/").content.decode()
    assert "1 person has a place." in provider.get(url).content.decode()
    wrong = provider.post(url, {})
    assert (wrong.status_code, "Select why it does not take place" in wrong.content.decode()) == (422, True)
    assert "The session is cancelled." in provider.post(url, {"reason": "weather"}, follow=True).content.decode()
    shown = provider.get(f"/provider/sessions/{coming.public_id}/").content.decode()
    assert "Cancelled" in shown
    assert "The weather" in shown
    assert url not in shown
    assert provider.post(url, {"reason": "weather"}).status_code == 422
    assert said(coming) == [("cancelled", "waiting")]
    assert world.theirs.client(Role.PROVIDER).get(url).status_code == 404


def test_the_register_of_a_session_that_was_held_has_no_such_link(world: World, provider: Client) -> None:
    held = world.ours.session
    attendance.complete_register(session=held, by=world.ours.actor(Role.PROVIDER), now=world.now)
    assert URL.format(held.public_id) not in provider.get(f"/provider/sessions/{held.public_id}/").content.decode()
