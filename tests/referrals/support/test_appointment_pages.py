"""Making, moving and cancelling an appointment on the page of an episode."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from referrals.actions.support import appointments
from referrals.drafts import AppointmentDraft
from referrals.kit.calendar import LONDON
from referrals.kit.permissions import Role
from referrals.models import Agreement, Appointment
from tests.conformance.browsing import read, refused, send
from tests.support.forms_typed import date_typed
from tests.support.world import World, refer, register


@pytest.fixture
def client(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def page(world: World) -> str:
    return f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"


def typed(world: World, **changes: str) -> dict[str, str]:
    day = date_typed("on", world.today + timedelta(days=7))
    return day | {"at": "14:30", "minutes": "30", "mode": "video", "place": "", "version": "0"} | changes


def made(world: World, client: Client) -> str:
    """Make one: its address."""
    send(client, f"{page(world)}appointments/add/", typed(world))
    return f"{page(world)}appointments/{Appointment.objects.get().public_id}/"


def test_an_appointment_is_made_moved_and_cancelled(world: World, client: Client) -> None:
    url = made(world, client)
    appointment = Appointment.objects.get()
    assert appointment.starts_at == datetime.combine(world.today + timedelta(days=7), time(14, 30), LONDON)
    assert appointment.ends_at - appointment.starts_at == timedelta(minutes=30)
    assert 'value="14:30"' in client.get(url).content.decode()
    send(client, url, typed(world, at="09:00", version="1", place="Room 4"))
    assert "at 9:00am Video Room 4 link_worker of Trafford" in read(client, page(world))
    assert "Cancel this appointment?" in read(client, f"{url}cancel/")
    assert Appointment.objects.get().cancelled_at is None
    send(client, f"{url}cancel/")
    assert "No appointment is planned." in read(client, page(world))
    assert client.get(url).status_code == 404


def test_the_box_gives_the_agreement_and_is_not_shown_again(world: World, client: Client) -> None:
    made(world, client)
    agreed = Agreement.objects.filter(person=world.ours.person, purpose="get_messages")
    assert not agreed.exists()
    send(client, f"{page(world)}appointments/add/", typed(world, tell="on", at="16:00"))
    assert agreed.count() == 1
    assert "wants to get messages" not in read(client, f"{page(world)}appointments/add/")


def test_a_second_appointment_at_the_same_time_is_kept_only_by_a_tick(world: World, client: Client) -> None:
    url, add = made(world, client), f"{page(world)}appointments/add/"
    asked = refused(client, add, typed(world, at="14:45"))
    assert "This person has an appointment from 14:30 to 15:00 on that day." in asked
    # What follows at once is no clash, nor is the one that is moved itself.
    send(client, add, typed(world, at="15:00"))
    send(client, url, typed(world, minutes="15", version="1"))
    assert Appointment.objects.count() == 2
    send(client, add, typed(world, at="14:30", both="on"))
    assert Appointment.objects.count() == 3


def test_a_link_worker_hears_of_a_clash_with_somebody_else_without_a_name(world: World, client: Client) -> None:
    made(world, client)
    other = refer(world.ours, register(world.ours, family_name="Quillfeather"))
    add = f"/link-worker/episodes/{other.episode.public_id}/appointments/add/"
    asked = refused(client, add, typed(world))
    assert "You have another appointment from 14:30 to 15:00 on that day." in asked


def test_a_form_without_a_time_loses_nothing_and_says_what_to_do(world: World, client: Client) -> None:
    answer = refused(client, f"{page(world)}appointments/add/", typed(world, at=""))
    assert "Enter a time, like 14:30" in answer
    far = date_typed("on", world.today + timedelta(days=400))
    assert "within a year" in refused(client, f"{page(world)}appointments/add/", typed(world) | far)


@pytest.mark.time_machine("2027-03-01T12:00:00Z", tick=False)
def test_an_hour_that_the_clock_leaves_out_is_refused(world: World, client: Client) -> None:
    spring = typed(world, at="01:30") | {"on_day": "28", "on_month": "3", "on_year": "2027"}
    assert "the clocks go forward" in refused(client, f"{page(world)}appointments/add/", spring)


def test_an_old_page_does_not_undo_a_colleagues_move(world: World, client: Client) -> None:
    url = made(world, client)
    send(client, url, typed(world, at="09:00", version="1"))
    assert "has been changed" in refused(client, url, typed(world, at="11:00", version="1"))


def test_the_pages_cost_the_same_with_ten_and_twenty(world: World, client: Client) -> None:
    by, episode = world.ours.actor(Role.LINK_WORKER), world.ours.referral.episode

    def queries(url: str, browser: Client) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            read(browser, url)
        return len(found)

    def add(number: int) -> list[int]:
        for index in range(number):
            start = world.now + timedelta(days=2, minutes=index)
            draft = AppointmentDraft(start, start + timedelta(hours=1), "phone")
            appointments.make(episode=episode, draft=draft, by=by, now=world.now)
        mine = world.ours.client(Role.PERSON)
        return [queries(page(world), client), queries("/link-worker/", client), queries("/me/", mine)]

    assert add(10) == add(10)
