"""How a session was: said in one tap, by mail or by phone, and read without names by the service."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from referrals.actions.intake import referrals
from referrals.actions.messages import outbox
from referrals.actions.onward import onward_referrals
from referrals.actions.people import agreements
from referrals.actions.register import attendance, feedback
from referrals.actions.work import sweeps
from referrals.drafts import FeedbackDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import LONDON
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Attendance, AuditEvent, ContactPoint, Feedback, OutboundMessage, Session
from referrals.selectors.register import feedback as selectors
from tests.support.contact_points import proved
from tests.support.world import World, refer, register, wants

ADDRESS = "ada@example.org"


@pytest.fixture
def url(world: World) -> str:
    return f"/me/sessions/{world.ours.session.public_id}/feedback/"


@pytest.fixture
def client(world: World) -> Client:
    return world.ours.client(Role.PERSON)


def the_attendance(world: World) -> Attendance:
    return Attendance.objects.get(person=world.ours.person)


def went(world: World, number: int, liked: str = "good", comment: str = "") -> None:
    """So many more people went to our service and say now how it was."""
    link_worker, provider = world.ours.actor(Role.LINK_WORKER), world.ours.actor(Role.PROVIDER)
    for index in range(number):
        person = register(world.ours, given_name=f"Nia{index}", family_name=f"Other{liked}", contacts=())
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
        attendance.mark_some(session=world.ours.session, marks={offer.pk: "attended"}, by=provider, now=world.now)
        row = Attendance.objects.get(person=person)
        feedback.give(attendance=row, draft=FeedbackDraft(liked, comment=comment), by=link_worker, now=world.now)


def others(world: World, number: int, liked: str = "good", comment: str = "") -> None:
    """So many more people went to our service, and said a week ago how it was."""
    went(world, number, liked, comment)
    Feedback.objects.update(given_at=world.now - timedelta(days=7))


def test_one_tap_on_the_own_page_says_how_it_was(world: World, client: Client, url: str) -> None:
    assert url in client.get("/me/").content.decode()
    html = client.post(url, {"liked": "good"}, follow=True).content.decode()
    assert "Thank you for telling us how it was." in html
    assert "Say more, or change it" in html
    given = Feedback.objects.get()
    assert (given.person, given.session, given.liked) == (world.ours.person, world.ours.session, "good")
    assert (given.felt, given.comment, given.channel) == (None, "", "")


def test_it_may_be_changed_and_said_more_of(client: Client, url: str) -> None:
    client.post(url, {"liked": "good"})
    client.post(url, {"liked": "not_for_me", "felt": "-5", "comment": "Too loud"})
    given = Feedback.objects.get()
    assert (given.liked, given.felt, given.comment, given.version) == ("not_for_me", -5, "Too loud", 2)
    assert AuditEvent.objects.filter(did__startswith="feedback.").count() == 2
    assert "Too loud" in client.get(url).content.decode()


def test_nobody_speaks_for_another(world: World, client: Client) -> None:
    theirs = f"/me/sessions/{world.theirs.session.public_id}/feedback/"
    assert client.post(theirs, {"liked": "good"}).status_code == 404
    for by in (world.theirs.actor(Role.PERSON), world.theirs.actor(Role.LINK_WORKER), world.ours.actor(Role.PROVIDER)):
        with pytest.raises(Refusal):
            feedback.give(attendance=the_attendance(world), draft=FeedbackDraft("good"), by=by, now=world.now)
    assert not Feedback.objects.exists()


def test_a_link_worker_notes_what_was_said_by_phone(world: World) -> None:
    episode = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    client = world.ours.client(Role.LINK_WORKER)
    url = f"{episode}sessions/{world.ours.session.public_id}/feedback/"
    assert url in client.get(episode).content.decode()
    html = client.post(url, {"liked": "all_right", "comment": "Cold room"}, follow=True).content.decode()
    assert "Said by phone" in html
    assert "Cold room" in html
    given = Feedback.objects.get()
    assert (given.channel, given.recorded_by) == ("phone", world.ours.members[Role.LINK_WORKER])
    assert world.theirs.client(Role.LINK_WORKER).post(url, {"liked": "good"}).status_code == 404


def morning_after(world: World, hour: int = 9) -> datetime:
    day: date = world.today
    now = datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)
    Session.objects.filter(pk=world.ours.session.pk).update(
        starts_at=now - timedelta(hours=22), ends_at=now - timedelta(hours=21)
    )
    return now


def with_mail(world: World) -> None:
    proved(world.ours.person, ADDRESS)
    wants(world.ours, world.ours.person, "email")
    agreements.give(person=world.ours.person, purpose="get_messages", by=world.ours.actor(Role.GP), now=world.now)
    OutboundMessage.objects.all().delete()


def asked() -> int:
    return OutboundMessage.objects.filter(kind="how_was_it").count()


def test_the_morning_after_asks_once_who_wants_messages(world: World) -> None:
    now = morning_after(world)
    sweeps.how_it_was(by=SCHEDULE, now=now)
    assert asked() == 0
    with_mail(world)
    sweeps.how_it_was(by=SCHEDULE, now=now - timedelta(hours=1))
    assert asked() == 0
    for _time in range(2):
        sweeps.how_it_was(by=SCHEDULE, now=now)
    assert asked() == 1


@pytest.mark.parametrize("what", ["said already", "did not come", "only a phone", "long ago"])
def test_nobody_is_asked_in_vain(world: World, what: str) -> None:
    now = morning_after(world)
    with_mail(world)
    if what == "said already":
        by = world.ours.actor(Role.PERSON)
        feedback.give(attendance=the_attendance(world), draft=FeedbackDraft("good"), by=by, now=now)
    elif what == "did not come":
        Attendance.objects.update(status="did_not_attend")
    elif what == "only a phone":
        ContactPoint.objects.filter(kind="email").update(ended_at=world.now)
    else:
        now += timedelta(days=5)
    sweeps.how_it_was(by=SCHEDULE, now=now)
    assert asked() == 0


def mailed(world: World) -> str:
    now = morning_after(world)
    with_mail(world)
    sweeps.how_it_was(by=SCHEDULE, now=now)
    OutboundMessage.objects.update(not_before=timezone.now())
    outbox.send_waiting(limit=5, by=SCHEDULE, now=timezone.now())
    body = str(mail.outbox[-1].body)
    assert world.ours.service.name not in body
    (found,) = re.findall(r"http://127\.0\.0\.1:8000(/me/how-was-it/[^/\s]+/)", body)
    return str(found)


def test_the_link_takes_one_answer_without_signing_in(world: World) -> None:
    url, browser = mailed(world), Client()
    page = browser.get(url)
    assert "Not for me" in page.content.decode()
    assert "Ada" not in page.content.decode()
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert not Feedback.objects.exists()
    assert browser.post(url, {"liked": "splendid"}).status_code == 422
    assert "Thank you" in browser.post(url, {"liked": "good"}).content.decode()
    assert [browser.get(url).status_code, browser.post(url, {"liked": "good"}).status_code] == [410, 410]
    given = Feedback.objects.get()
    assert (given.person, given.channel, given.recorded_by) == (world.ours.person, "email", None)
    assert AuditEvent.objects.get(did="feedback.given").actor_kind == "link"
    assert not browser.cookies
    assert Client().get("/me/how-was-it/never-mailed/").status_code == 404


def test_a_register_put_right_meanwhile_stops_the_question(world: World) -> None:
    now = morning_after(world)
    with_mail(world)
    sweeps.how_it_was(by=SCHEDULE, now=now)
    Attendance.objects.update(status="did_not_attend")
    OutboundMessage.objects.update(not_before=timezone.now())
    outbox.send_waiting(limit=5, by=SCHEDULE, now=timezone.now())
    assert OutboundMessage.objects.get(kind="how_was_it").failure == "overtaken"


def provider_page(world: World) -> str:
    url = f"/provider/services/{world.ours.service.public_id}/feedback/"
    return world.ours.client(Role.PROVIDER).get(url).content.decode()


def test_a_service_reads_nothing_below_five_people_and_no_name_above(world: World) -> None:
    others(world, 4, comment="Warm welcome")
    page = provider_page(world)
    assert "Fewer than 5 people" in page
    assert "Warm welcome" not in page
    others(world, 1, "not_for_me", comment="Too far")
    page = provider_page(world)
    for words in ("Warm welcome", "Too far", "In their words"):
        assert words in page
    assert "Other" not in page
    assert (
        world.theirs.client(Role.PROVIDER)
        .get(f"/provider/services/{world.ours.service.public_id}/feedback/")
        .status_code
        == 404
    )


def test_this_week_is_not_shown_yet_and_who_took_sharing_back_is_left_out(world: World) -> None:
    others(world, 5)
    newest = Feedback.objects.latest("pk")
    Feedback.objects.filter(pk=newest.pk).update(given_at=timezone.now())
    assert selectors.of_service(world.ours.service, world.today) is None
    Feedback.objects.update(given_at=world.now - timedelta(days=7))
    said: Any = selectors.of_service(world.ours.service, world.today)
    assert (said.people, said.liked) == (5, 5)
    by = world.ours.actor(Role.LINK_WORKER)
    agreements.withdraw(person=newest.person, purpose="share_with_provider", by=by, now=timezone.now())
    assert selectors.of_service(world.ours.service, world.today) is None


def test_referring_on_says_how_many_people_liked_it(world: World) -> None:
    url = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/refer-on/"
    client = world.ours.client(Role.LINK_WORKER)
    others(world, 4)
    assert "people liked it" not in client.get(url).content.decode()
    others(world, 2, "not_for_me")
    assert "4 of 6 people liked it" in client.get(url).content.decode()
