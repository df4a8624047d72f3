"""What GOV.UK Notify says later of a message: a failure three days on is the same task as one at once, and one only."""

import contextlib
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from referrals import notify
from referrals.actions.messages import receipts
from referrals.kit.actor import SCHEDULE
from referrals.models import AuditEvent, ContactPoint, OutboundMessage, Person, Task
from referrals.tasks import ask_notify
from tests.referrals.messages.test_notify import NOON, fate, queue, send, waiting
from tests.support.doubles.notify_server import KEY, NotifyServer
from tests.support.world import World, build

pytestmark = pytest.mark.time_machine(NOON, tick=False)
SOON, DAYS_LATER = NOON + timedelta(seconds=30), NOON + timedelta(days=3)
LOST = ("failed", "Notify: permanent-failure")


def ask(now: Any = SOON, limit: int = 10) -> int:
    return receipts.ask(limit=limit, by=SCHEDULE, now=now)


def sent(world: World, channel: str = "text") -> OutboundMessage:
    """The only message there is: Notify has taken it."""
    message = queue(world, channel)
    send()
    assert fate(message) == ("sent", "")
    return message


def another(message: OutboundMessage, number: int) -> OutboundMessage:
    """One more to the same person, that Notify took a little later."""
    row = {"kind": message.kind, "to_person": message.to_person, "onward_referral": message.onward_referral}
    made = OutboundMessage.objects.create(once_key=f"{number}", channel="text", not_before=NOON, **row)
    send(NOON + timedelta(seconds=number))
    return made


def task_of_failure() -> dict[str, Any]:
    """The only one, without what tells two rows apart."""
    columns = ("episode", "referral", "onward_referral", "message", "holder", "holding_team", "due_on", "done_at")
    (task,) = Task.objects.filter(kind="message_failed").values(*columns)
    return dict(task)


def in_another_worker() -> None:
    def work() -> None:
        ask()
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    # It waits for nobody's lock; one that did would wait here for ever.
    worker.join(10)
    assert not worker.is_alive()


@pytest.mark.parametrize(("channel", "said"), [("text", "delivered"), ("email", "delivered"), ("letter", "received")])
def test_what_arrived_is_written_down_and_not_asked_about_again(
    world: World, server: NotifyServer, channel: str, said: str
) -> None:
    message = sent(world, channel)
    server.fate = said
    assert (ask(), ask(), ask(DAYS_LATER)) == (1, 0, 0)
    assert fate(message) == ("delivered", "")
    assert (message.sent_at, waiting(world, "message_failed")) == (NOON, 0)
    assert AuditEvent.objects.get(did="message.delivered").person_id == world.ours.person.pk


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("text", "temporary-failure"),
        ("email", "technical-failure"),
        ("letter", "validation-failed"),
    ],
)
def test_what_did_not_arrive_is_a_task_for_a_human(world: World, server: NotifyServer, channel: str, said: str) -> None:
    message = sent(world, channel)
    server.fate = said
    ask()
    assert (fate(message), waiting(world, "message_failed")) == (("failed", f"Notify: {said}"), 1)
    assert AuditEvent.objects.filter(did="message.failed").count() == 1


def test_it_is_the_same_task_as_that_of_a_failure_at_once(world: World, server: NotifyServer) -> None:
    queue(world, "text")
    server.answers = [400]
    send()
    at_once = task_of_failure()
    Task.objects.all().delete()
    ContactPoint.objects.all().delete()
    sent(world)
    server.fate = "permanent-failure"
    ask()
    assert task_of_failure() == at_once


def test_however_often_it_is_asked_there_is_one_task_and_none_once_it_is_done(
    world: World, server: NotifyServer
) -> None:
    message = sent(world)
    server.fate = "permanent-failure"
    for now in (SOON, SOON, DAYS_LATER):
        ask(now)
    Task.objects.filter(kind="message_failed").update(done_at=NOON)
    ask(DAYS_LATER)
    assert (fate(message), Task.objects.filter(kind="message_failed").count()) == (LOST, 1)
    assert server.asked == [str(message.notify_id)]


def test_each_word_of_notify_is_a_last_one_or_not() -> None:
    """As its documentation lists them for texts and e-mail, and for letters."""
    words = {"created", "sending", "pending", "sent", "delivered"}
    words |= {"permanent-failure", "temporary-failure", "technical-failure"}
    words |= {"pending-virus-check", "virus-scan-failed", "validation-failed", "accepted", "received", "cancelled"}
    not_last = {"created", "sending", "pending", "sent", "pending-virus-check", "accepted"}
    assert words - not_last == notify.ARRIVED | notify.FAILED


def test_until_the_last_word_it_is_asked_about_less_and_less_often(world: World, server: NotifyServer) -> None:
    message = sent(world)
    server.fate = "sending"
    assert (ask(SOON - timedelta(seconds=1)), ask(), ask()) == (0, 1, 0)
    assert (ask(SOON + timedelta(seconds=30)), fate(message)) == (1, ("sent", ""))
    server.fate = "permanent-failure"
    ask(DAYS_LATER)
    assert (fate(message), waiting(world, "message_failed")) == (LOST, 1)


def test_half_a_minute_at_first_an_hour_at_most_and_never_once_notify_has_forgotten() -> None:
    ages = [timedelta(0), timedelta(minutes=10), timedelta(days=2), timedelta(days=6, hours=23, minutes=30)]
    following = [notify.ask_at(NOON, NOON + age) for age in ages]
    waits = [moment and moment - NOON - age for moment, age in zip(following, ages, strict=True)]
    assert waits == [timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1), None]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_while_notify_is_busy_or_down_nothing_changes_and_the_next_run_asks(
    world: World, server: NotifyServer, status: int
) -> None:
    message = sent(world)
    another(message, 1)
    server.fate = status
    assert (ask(DAYS_LATER), len(server.asked), fate(message)) == (0, 1, ("sent", ""))
    server.fate = "permanent-failure"
    # The one that got no answer has gone to the end of the queue, so that it holds up no other.
    assert ask(DAYS_LATER) == 1
    assert ask(DAYS_LATER + timedelta(hours=1)) == 1
    assert (fate(message), waiting(world, "message_failed")) == (LOST, 1)


def test_without_a_network_nothing_changes(world: World, server: NotifyServer, settings: Settings) -> None:
    message = sent(world)
    settings.NOTIFY_BASE_URL = "http://127.0.0.1:9"
    assert (ask(), fate(message)) == (0, ("sent", ""))
    settings.NOTIFY_BASE_URL = server.url
    assert (ask(DAYS_LATER), fate(message)) == (1, ("delivered", ""))


def test_one_that_notify_does_not_know_holds_up_no_other(world: World, server: NotifyServer) -> None:
    message = sent(world)
    known = another(message, 1)
    server.messages.pop(0)
    assert ask(DAYS_LATER) == 2
    assert (fate(message), fate(known)) == (("sent", ""), ("delivered", ""))
    assert waiting(world, "message_failed") == 0


def test_what_notify_has_forgotten_is_not_asked_about(world: World, server: NotifyServer) -> None:
    message = sent(world)
    assert (ask(NOON + timedelta(days=7)), server.asked, fate(message)) == (0, [], ("sent", ""))
    assert ask(NOON + timedelta(days=7, seconds=-1)) == 1


@pytest.mark.parametrize("channel", ["email", "text", "phone"])
def test_what_did_not_go_by_notify_is_never_asked_about(
    world: World, server: NotifyServer, settings: Settings, channel: str
) -> None:
    settings.NOTIFY_API_KEY = ""
    message = sent(world, channel)
    settings.NOTIFY_API_KEY = KEY
    assert (ask(DAYS_LATER), server.asked, fate(message)) == (0, [], ("sent", ""))


def test_without_an_account_nobody_is_asked(world: World, server: NotifyServer, settings: Settings) -> None:
    sent(world)
    settings.NOTIFY_API_KEY = ""
    assert (ask(DAYS_LATER), server.asked) == (0, [])


def test_those_that_have_waited_longest_come_first_and_no_more_than_fit(world: World, server: NotifyServer) -> None:
    first = sent(world)
    rest = [another(first, number) for number in (1, 2)]
    server.fate = "sending"
    later = SOON + timedelta(seconds=2)
    assert (ask(later, limit=2), ask(later, limit=2)) == (2, 1)
    ids = [OutboundMessage.objects.get(pk=message.pk).notify_id for message in (first, *rest)]
    assert server.asked == [str(one) for one in ids]


def test_one_whose_handing_over_was_not_answered_is_asked_about_by_the_same_id(
    world: World, server: NotifyServer
) -> None:
    message = queue(world, "text")
    server.answers = ["drop"]
    send()
    send(NOON + timedelta(minutes=1))
    server.fate = "permanent-failure"
    ask(DAYS_LATER)
    assert (fate(message), server.asked) == (LOST, [server.messages[0]["id"]])


@pytest.mark.parametrize(
    ("number", "said"), [("07700 900002", "permanent-failure"), ("07700900003", "temporary-failure")]
)
def test_at_notifys_own_numbers_for_failures_nothing_arrives(
    world: World, server: NotifyServer, number: str, said: str
) -> None:
    message = queue(world, "text")
    ContactPoint.objects.filter(person=world.ours.person, kind="mobile").update(value=number)
    send()
    ask()
    assert fate(message) == ("failed", f"Notify: {said}")


@pytest.mark.parametrize("changes", [{"died_on": NOON.date()}, {"restricted_at": NOON}])
def test_nobody_is_sent_after_someone_who_died_or_must_be_left_alone(
    world: World, server: NotifyServer, changes: dict[str, Any]
) -> None:
    message = sent(world)
    Person.objects.filter(pk=world.ours.person.pk).update(**changes)
    server.fate = "permanent-failure"
    ask()
    assert (fate(message), waiting(world, "message_failed")) == (LOST, 0)


def test_a_worker_that_is_killed_in_between_leaves_it_to_the_next(world: World, server: NotifyServer) -> None:
    message = sent(world)
    server.fate = "permanent-failure"
    with contextlib.suppress(KeyboardInterrupt), transaction.atomic():
        ask()
        raise KeyboardInterrupt
    assert (fate(message), waiting(world, "message_failed")) == (("sent", ""), 0)
    ask()
    assert (fate(message), waiting(world, "message_failed")) == (LOST, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_ask_at_once_put_one_task(server: NotifyServer) -> None:
    world = build()
    message = sent(world)
    server.fate = "permanent-failure"

    def once() -> None:
        server.meanwhile = lambda: None
        in_another_worker()

    # While the first one's question is on its way.
    server.meanwhile = once
    ask()
    assert (fate(message), waiting(world, "message_failed"), len(server.asked)) == (LOST, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_while_the_record_is_being_changed_it_waits_for_the_next_time(server: NotifyServer) -> None:
    world = build()
    message = sent(world)
    server.fate = "permanent-failure"
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=world.ours.person.pk)
        in_another_worker()
    assert (fate(message), waiting(world, "message_failed")) == (("sent", ""), 0)
    ask(DAYS_LATER)
    assert (fate(message), waiting(world, "message_failed")) == (LOST, 1)


def test_the_scheduled_task_asks_and_no_log_names_an_address(
    world: World, server: NotifyServer, caplog: pytest.LogCaptureFixture
) -> None:
    now = timezone.now()
    message = sent(world)
    OutboundMessage.objects.filter(pk=message.pk).update(sent_at=now, ask_at=now)
    ask_notify()
    assert fate(message) == ("delivered", "")
    assert server.messages[0]["phone_number"] not in caplog.text


@pytest.mark.parametrize("answer", [{}, {"status": None}, {"state": "delivered"}])
def test_an_answer_that_nobody_can_read_is_asked_for_again(
    world: World, server: NotifyServer, answer: dict[str, Any]
) -> None:
    message = sent(world)
    server.fate = answer
    ask()
    assert fate(message) == ("sent", "")
    server.fate = "delivered"
    ask(DAYS_LATER)
    assert fate(message)[0] == "delivered"
