"""Texts, letters and e-mail through GOV.UK Notify: once each, whatever happens to its answer."""

import contextlib
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from referrals import text_messages
from referrals.actions.messages import messages, outbox
from referrals.actions.people import agreements
from referrals.actions.support import contacts
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import ContactPoint, OutboundMessage, PersonAddress, Task
from referrals.templatetags.nhsuk import nhs_short_date
from tests.conformance.browsing import read
from tests.support.doubles.notify_server import KEY, NotifyServer
from tests.support.world import World, build, refer, signed_in, wants

MOBILE = "07700900123"
# A Tuesday in winter: London's clock is UTC's.
NOON, NIGHT = datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2026, 11, 24, 23, tzinfo=UTC)
pytestmark = pytest.mark.time_machine(NOON, tick=False)


def queue(world: World, channel: str) -> OutboundMessage:
    """The only message that waits: to our person, who agreed and has a mobile, an e-mail address and an address."""
    OutboundMessage.objects.all().delete()
    person = world.ours.person
    agreements.give(person=person, purpose="get_messages", by=world.ours.actor(Role.GP), now=world.now)
    ContactPoint.objects.create(person=person, kind="mobile", value=MOBILE)
    ContactPoint.objects.create(person=person, kind="email", value="ada@example.org")
    PersonAddress.objects.filter(person=person).update(lines="1 High Street, Sale")
    return OutboundMessage.objects.create(
        kind="place_found",
        once_key="the only one",
        onward_referral=world.ours.onward_referral,
        to_person=person,
        channel=channel,
        not_before=NOON,
    )


def send(now: datetime = NOON) -> int:
    return outbox.send_waiting(limit=100, by=SCHEDULE, now=now)


def fate(message: OutboundMessage) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.failure


def waiting(world: World, kind: str) -> int:
    return Task.objects.open().filter(kind=kind, episode=world.ours.referral.episode).count()


@pytest.mark.parametrize(
    ("channel", "kind", "where", "to"),
    [
        ("text", "sms", ("phone_number",), MOBILE),
        ("email", "email", ("email_address",), "ada@example.org"),
        ("letter", "letter", ("personalisation", "address_line_2"), "1 High Street"),
        ("letter", "letter", ("personalisation", "address_line_4"), "M33 2AB"),
    ],
)
def test_each_channel_goes_where_it_is_safe(
    world: World, server: NotifyServer, channel: str, kind: str, where: tuple[str, ...], to: str
) -> None:
    message = queue(world, channel)
    send()
    assert fate(message) == ("sent", "")
    (sent,) = server.messages
    found: Any = sent
    for key in where:
        found = found[key]
    assert (sent["type"], found, len(sent["reference"])) == (kind, to, 32)
    assert "news about what you and your link worker arranged" in sent["personalisation"]["body"]
    assert (send(), len(server.messages)) == (0, 1)


def test_a_text_fits_into_one_and_says_how_to_stop(world: World, server: NotifyServer) -> None:
    queue(world, "text")
    send()
    body = server.messages[0]["personalisation"]["body"]
    assert text_messages.length(body) <= text_messages.LONGEST
    assert body == text_messages.plain(body)
    assert "Stop these" in body


def test_what_notify_refuses_is_left_to_a_human(world: World, server: NotifyServer) -> None:
    message = queue(world, "text")
    server.answers = [400]
    send()
    assert fate(message) == ("failed", "Notify: 400")
    assert (waiting(world, "message_failed"), server.messages) == (1, [])


# Busy, down, or not taking our account; and answers that nobody can read.
@pytest.mark.parametrize("answer", [401, 403, 429, 500, 503, {}, {"id": None}, {"id": "no id"}])
def test_notify_is_asked_again_when_its_answer_says_nothing_of_the_message(
    world: World, server: NotifyServer, answer: int | dict[str, Any]
) -> None:
    message = queue(world, "text")
    server.answers = [answer]
    send()
    assert fate(message) == ("waiting", "")
    send(NOON + timedelta(minutes=1))
    assert fate(message) == ("sent", "")
    assert len(server.messages) == 1


def test_a_lost_answer_does_not_send_twice(world: World, server: NotifyServer) -> None:
    message = queue(world, "text")
    server.answers = ["drop"]
    send()
    assert (fate(message), len(server.messages)) == (("waiting", ""), 1)
    send(NOON + timedelta(minutes=1))
    assert (fate(message), len(server.messages)) == (("sent", ""), 1)


def test_a_worker_that_is_killed_after_handing_over_does_not_send_twice(world: World, server: NotifyServer) -> None:
    message = queue(world, "text")
    with contextlib.suppress(KeyboardInterrupt), transaction.atomic():
        send()
        raise KeyboardInterrupt
    assert (fate(message), len(server.messages)) == (("waiting", ""), 1)
    send()
    assert (fate(message), len(server.messages)) == (("sent", ""), 1)


def test_consent_that_is_withdrawn_before_a_retry_stops_it(world: World, server: NotifyServer) -> None:
    message = queue(world, "text")
    server.answers = [500]
    send()
    link_worker = world.ours.actor(Role.LINK_WORKER)
    agreements.withdraw(person=world.ours.person, purpose="get_messages", by=link_worker, now=world.now)
    send(NOON + timedelta(minutes=1))
    assert (fate(message), server.messages) == (("failed", "not agreed"), [])


def test_the_key_is_checked(world: World, server: NotifyServer, settings: Settings) -> None:
    settings.NOTIFY_API_KEY = KEY[:-1] + "x"
    message = queue(world, "text")
    send()
    assert (fate(message), server.messages) == (("waiting", ""), [])
    settings.NOTIFY_API_KEY = KEY
    send(NOON + timedelta(minutes=1))
    assert fate(message) == ("sent", "")


def test_a_run_ends_where_notify_does_not_answer(world: World, server: NotifyServer) -> None:
    """Five messages and no answer: one question, not five."""
    first = queue(world, "text")
    for number in range(4):
        row = {"kind": first.kind, "to_person": first.to_person, "onward_referral": first.onward_referral}
        OutboundMessage.objects.create(once_key=f"{number}", channel="text", not_before=NOON, **row)
    server.answers = [503] * 5
    assert (send(), len(server.answers)) == (1, 4)


def test_nothing_rings_at_night(world: World, server: NotifyServer) -> None:
    message = queue(world, "text")
    send(NIGHT)
    assert (fate(message), server.messages) == (("waiting", ""), [])
    assert message.not_before == datetime(2026, 11, 25, 8, tzinfo=UTC)
    send(message.not_before)
    assert fate(message) == ("sent", "")


@pytest.mark.parametrize("channel", ["text", "phone"])
def test_without_notify_a_colleague_calls(world: World, channel: str) -> None:
    message = queue(world, channel)
    send()
    assert fate(message) == ("sent", "")
    task = Task.objects.get(kind="call_person")
    assert (task.message, task.holder, task.due_on) == (message, world.ours.members[Role.LINK_WORKER], NOON.date())


def test_whoever_was_reached_need_not_be_called(world: World) -> None:
    queue(world, "phone")
    send()
    episode, link_worker = world.ours.referral.episode, world.ours.members[Role.LINK_WORKER]
    page = f"/link-worker/episodes/{episode.public_id}/"
    assert "Call the person: News from your link worker" in read(signed_in(link_worker), page)
    assert "Call the person: News from your link worker" in read(signed_in(link_worker), "/link-worker/")
    contacts.record(
        episode=episode,
        mode="phone",
        outcome="reached",
        note="",
        occurred_at=world.now,
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
    )
    assert waiting(world, "call_person") == 0


def test_who_refers_themselves_again_and_wants_messages_is_told_that_it_arrived(
    world: World, server: NotifyServer
) -> None:
    queue(world, "text").delete()
    wants(world.ours, world.ours.person, "text")
    referral = refer(world.ours, world.ours.person)
    message = OutboundMessage.objects.get(to_person=world.ours.person)
    assert (message.kind, message.referral) == ("referral_known", referral)
    send(message.not_before)
    assert nhs_short_date(referral.due_on) in server.messages[-1]["personalisation"]["body"]


def test_without_notify_a_letter_waits_for_someone_to_print_it(world: World) -> None:
    message = queue(world, "letter")
    assert (send(), fate(message)) == (0, ("waiting", ""))


def test_a_person_is_told_by_the_channel_they_like(world: World, server: NotifyServer) -> None:
    queue(world, "email").delete()
    for channel in ("text", "phone", "letter", "email"):
        wants(world.ours, world.ours.person, channel)
        messages.tell_person(about=world.ours.onward_referral, kind="place_found", by=SCHEDULE, now=NIGHT)
        message = OutboundMessage.objects.get(to_person=world.ours.person)
        assert (message.channel, message.not_before > NIGHT) == (channel, channel in {"text", "phone"})
        message.delete()


@pytest.mark.django_db(transaction=True)
def test_once_messages_are_stopped_nothing_leaves_any_more(server: NotifyServer) -> None:
    """Who takes the agreement back while a message is on its way waits until it is out: no later one leaves."""
    world = build()
    queue(world, "text")
    on_its_way = threading.Event()

    def slowly() -> None:
        on_its_way.set()
        time.sleep(0.3)

    def work() -> None:
        send()
        connection.close()

    server.meanwhile = slowly
    worker = threading.Thread(target=work)
    worker.start()
    assert on_its_way.wait(10)
    link_worker = world.ours.actor(Role.LINK_WORKER)
    agreements.withdraw(person=world.ours.person, purpose="get_messages", by=link_worker, now=world.now)
    left = len(server.messages)
    worker.join()
    assert (left, len(server.messages)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_message_waits_while_the_agreement_is_being_taken_back(server: NotifyServer) -> None:
    world = build()
    message = queue(world, "text")
    link_worker = world.ours.actor(Role.LINK_WORKER)

    def work() -> None:
        send()
        connection.close()

    with transaction.atomic():
        agreements.withdraw(person=world.ours.person, purpose="get_messages", by=link_worker, now=world.now)
        worker = threading.Thread(target=work)
        worker.start()
        worker.join()
    assert (fate(message), server.messages) == (("waiting", ""), [])
    send(NOON + timedelta(seconds=10))
    assert (fate(message), server.messages) == (("failed", "not agreed"), [])
