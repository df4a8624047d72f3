"""The team's print queue: what may go out and nothing else, posted once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from referrals.actions.messages import letters
from referrals.actions.people import agreements
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, OutboundMessage, Person, PersonAddress, Task
from tests.conformance.browsing import read, send
from tests.support.world import World

URL = "/link-worker/letters/"


@pytest.fixture
def client(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def letter(world: World, number: int = 1) -> OutboundMessage:
    person = world.ours.person
    agreements.give(person=person, purpose="get_messages", by=world.ours.actor(Role.LINK_WORKER), now=world.now)
    PersonAddress.objects.filter(person=person).update(lines="1 High Street, Sale")
    return OutboundMessage.objects.create(
        once_key=f"letter {number}",
        kind="place_found",
        channel="letter",
        to_person=person,
        onward_referral=world.ours.onward_referral,
        not_before=world.now,
    )


def test_a_letter_is_printed_and_ticked_off(world: World, client: Client) -> None:
    assert "No letter waits" in read(client, URL)
    message = letter(world)
    assert "One letter waits to be posted" in read(client, "/link-worker/")
    assert "Ada Trafford News from your link worker" in read(client, URL)
    page = read(client, f"{URL}print/")
    assert "Ada Trafford 1 High Street Sale M33 2AB News from your link worker" in page
    assert "To stop these messages" in page
    send(client, f"{URL}{message.public_id}/posted/")
    message.refresh_from_db()
    assert (message.state, message.sent_at is not None) == ("sent", True)
    assert "No letter waits" in read(client, URL)
    assert client.post(f"{URL}{message.public_id}/posted/").status_code == 404
    assert AuditEvent.objects.filter(did="outboundmessage.opened", person_id=world.ours.person.pk).count() == 1


def test_another_team_sees_none_of_it(world: World) -> None:
    letter(world)
    assert "No letter waits" in read(world.theirs.client(Role.LINK_WORKER), URL)


@pytest.mark.parametrize("why", ["not agreed", "no safe address", "recipient died", "restricted"])
def test_a_letter_that_must_not_go_out_is_not_shown_and_leaves_the_queue(
    world: World, client: Client, why: str
) -> None:
    message = letter(world)
    person = Person.objects.filter(pk=world.ours.person.pk)
    if why == "not agreed":
        agreements.withdraw(
            person=world.ours.person, purpose="get_messages", by=world.ours.actor(Role.LINK_WORKER), now=world.now
        )
    elif why == "no safe address":
        PersonAddress.objects.filter(person=world.ours.person).update(safe_to_write=False)
    elif why == "recipient died":
        person.update(died_on=world.today)
    else:
        person.update(restricted_at=world.now)
    assert "No letter waits" in read(client, URL)
    assert client.post(f"{URL}{message.public_id}/posted/").status_code == 404
    assert letters.drop_stopped(by=SCHEDULE, now=world.now) == 1
    message.refresh_from_db()
    assert (message.state, message.failure) == ("failed", why)
    assert Task.objects.filter(kind="message_failed").count() == (1 if why == "no safe address" else 0)


def test_what_may_go_out_stays(world: World, settings: Settings) -> None:
    letter(world)
    assert letters.drop_stopped(by=SCHEDULE, now=world.now + timedelta(days=1)) == 0


def test_large_print_is_large(world: World, client: Client) -> None:
    letter(world)
    assert "app-letter--large" not in client.get(f"{URL}print/").content.decode()
    Person.objects.filter(pk=world.ours.person.pk).update(communication_needs="Needs large print")
    assert "app-letter--large" in client.get(f"{URL}print/").content.decode()


def test_the_queue_costs_the_same_with_ten_and_twenty_letters(world: World, client: Client) -> None:
    def queries(first: int) -> int:
        for number in range(first, first + 10):
            letter(world, number)
        with CaptureQueriesContext(connection) as found:
            read(client, URL)
        return len(found)

    assert queries(0) == queries(10)
