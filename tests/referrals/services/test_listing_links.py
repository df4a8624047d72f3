"""A provider says from its mail whether a listing is still right: asked twice at most, one link, one answer."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from referrals.actions.access import links
from referrals.actions.messages import outbox
from referrals.actions.onward import closings
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, ListingLink, OutboundMessage, Service
from socialrx.logs import Line
from tests.referrals.onward.test_provider_pages import offered
from tests.support.world import World


@pytest.fixture
def service(world: World) -> Service:
    """A listing that nobody confirmed for 80 days; no other mail waits."""
    OutboundMessage.objects.all().delete()
    return confirmed(world, 80)


def confirmed(world: World, days: int) -> Service:
    Service.objects.filter(pk=world.ours.service.pk).update(assured_on=world.today - timedelta(days=days))
    return Service.objects.get(pk=world.ours.service.pk)


def ask(world: World) -> int:
    return links.ask_about_listings(by=SCHEDULE, now=world.now)


def mailed(world: World) -> str:
    """Ask and send what waits: the address in the mail."""
    ask(world)
    outbox.send_waiting(limit=10, by=SCHEDULE, now=timezone.now())
    message = mail.outbox[-1]
    assert message.to == [world.ours.provider.email]
    (url,) = re.findall(r"http://127\.0\.0\.1:8000(/provider/listing/[^/\s]+/)", str(message.body))
    return str(url)


@pytest.mark.parametrize(("days", "asked"), [(79, 0), (80, 1), (169, 1), (170, 1), (180, 1), (181, 0)])
def test_a_listing_is_asked_about_before_it_is_sorted_last_and_before_it_disappears(
    world: World, days: int, asked: int
) -> None:
    confirmed(world, days)
    assert ask(world) == asked
    assert ask(world) == 0


def test_it_is_asked_about_again_at_170_days_and_anew_after_a_confirmation(world: World, service: Service) -> None:
    assert [ask(world), ask(world)] == [1, 0]
    # A day to spare: by then the clocks may have changed, and it is the day before in London.
    links.ask_about_listings(by=SCHEDULE, now=world.now + timedelta(days=91))
    assert OutboundMessage.objects.filter(kind="listing_check", service=service).count() == 2
    confirmed(world, 81)
    assert ask(world) == 1


def test_a_closed_service_is_not_asked_about(world: World, service: Service) -> None:
    closings.close(service=service, reason="paused", on=world.today, by=world.ours.actor(Role.PROVIDER), now=world.now)
    assert ask(world) == 0


def test_the_link_shows_and_one_tap_confirms(world: World, service: Service) -> None:
    url, client = mailed(world), Client()
    response = client.get(url)
    assert response.status_code == 200
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Is this still right?" in response.content.decode()
    service.refresh_from_db()
    assert service.assured_on == world.today - timedelta(days=80)

    assert "confirmed as of today" in client.post(url, {"answer": "right"}).content.decode()
    service.refresh_from_db()
    assert service.assured_on == world.today
    event = AuditEvent.objects.get(did="service.confirmed", object_id=service.pk)
    assert (event.actor_kind, event.organisation_id) == ("link", service.organisation_id)
    assert [client.get(url).status_code, client.post(url, {"answer": "over"}).status_code] == [410, 410]


def test_the_link_closes_a_service_and_its_people_go_back(world: World, service: Service) -> None:
    offer = offered(world)
    OutboundMessage.objects.all().delete()
    assert "2 people have a place" in Client().get(url := mailed(world)).content.decode()
    assert "The service is closed" in Client().post(url, {"answer": "over"}).content.decode()
    service.refresh_from_db()
    offer.refresh_from_db()
    assert (service.status, service.closed_because, offer.status) == ("closed", "not_offered", "cancelled")


def test_what_is_no_answer_does_nothing_and_leaves_the_link_open(world: World, service: Service) -> None:
    url = mailed(world)
    assert Client().post(url, {"answer": "nonsense"}).status_code == 422
    assert ListingLink.objects.get().used_at is None


def test_only_the_newest_link_opens_for_14_days(world: World, service: Service) -> None:
    old = mailed(world)
    OutboundMessage.objects.update(state="waiting", sent_at=None)
    new = mailed(world)
    assert [Client().get(url).status_code for url in (old, new)] == [410, 200]
    ListingLink.objects.update(made_at=world.now - timedelta(days=20), expires_at=world.now - timedelta(days=6))
    assert Client().get(new).status_code == 410
    assert Client().get("/provider/listing/guess/").status_code == 404


def test_no_log_line_holds_the_token() -> None:
    record = logging.LogRecord("django", logging.WARNING, "", 1, "Gone: /provider/listing/s3cret/", None, None)
    assert Line("%(message)s").format(record) == "Gone: /provider/listing/.../"
