"""A person opens their own page by a link in a mail: once, for a short while, and nobody learns who is known."""

import io
import json
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from referrals.actions.access import asked
from referrals.actions.messages import outbox
from referrals.actions.organisation import accounts
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, ContactPoint, Membership, OutboundMessage, Person, SignInLink, User
from tests.support import searches
from tests.support.contact_points import proved
from tests.support.forms_typed import date_typed
from tests.support.world import World

ADDRESS = "ada@example.org"


@pytest.fixture
def point(world: World) -> ContactPoint:
    """Our person has an e-mail address, no account, and nothing else waits to be sent."""
    OutboundMessage.objects.all().delete()
    Membership.objects.filter(person=world.ours.person).delete()
    return proved(world.ours.person, ADDRESS)


def ask(address: str = ADDRESS) -> str:
    response = Client().post("/me/sign-in/", {"email": address})
    assert response.status_code == 200
    asked.send_asked(limit=10, by=SCHEDULE, now=timezone.now())
    return response.content.decode()


def mailed(address: str = ADDRESS) -> str:
    """Ask, send what waits, and take the link out of the mail."""
    ask(address)
    outbox.send_waiting(limit=10, by=SCHEDULE, now=timezone.now())
    (found,) = re.findall(r"http://127\.0\.0\.1:8000(/me/sign-in/[^/\s]+/)", str(mail.outbox[-1].body))
    return str(found)


def mails() -> int:
    return OutboundMessage.objects.filter(kind="sign_in").count()


@pytest.mark.usefixtures("point")
def test_the_link_opens_the_persons_own_page_once(world: World) -> None:
    url = mailed()
    browser = Client()
    for _look in range(2):
        assert "Sign in" in browser.get(url).content.decode()
    assert browser.get("/me/").status_code == 302
    response = browser.post(url, follow=True)
    assert "Hello Ada Trafford" in response.content.decode()
    for method in (Client().get, Client().post):
        assert method(url).status_code == 410
    assert AuditEvent.objects.get(did="person.signed_in").person_id == world.ours.person.pk


@pytest.mark.usefixtures("point")
def test_a_link_of_the_field_is_used_up_by_the_first_button_alone(shared_data: Path) -> None:
    (path,) = (shared_data / "field-cases" / "web").glob("w44_*.json")
    steps: list[str] = json.loads(path.read_text(encoding="utf-8"))
    ask(ADDRESS.upper())
    url, browser = mailed(), Client()
    answers = [browser.generic(step, url) for step in steps[:-1]]
    assert [answer.status_code for answer in answers] == [405, 200, 200, 302]
    assert steps[-1] == "POST from another browser"
    assert Client().post(url).status_code == 410


@pytest.mark.usefixtures("point")
def test_the_account_is_made_once_and_is_the_persons_alone(world: World) -> None:
    for _time in range(2):
        Client().post(mailed())
        OutboundMessage.objects.all().delete()
    member = Membership.objects.get(person=world.ours.person)
    assert (member.role, member.user.has_usable_password()) == ("person", False)


def test_who_also_works_here_gets_no_colleagues_rights_by_a_link(world: World, point: ContactPoint) -> None:
    staff = world.ours.members[Role.LINK_WORKER].user
    User.objects.filter(pk=staff.pk).update(email=ADDRESS)
    accounts.add_member(user=staff, role=Role.PERSON, person=world.ours.person, by=SCHEDULE, starts_on=world.today)
    browser = Client()
    browser.post(mailed())
    assert browser.get("/me/").status_code == 200
    assert browser.get("/link-worker/").status_code == 403
    assert browser.session["_auth_user_id"] != str(staff.pk)


@pytest.mark.usefixtures("point")
def test_the_answer_is_the_same_whoever_is_known() -> None:
    def words(html: str) -> str:
        return re.sub(r'nonce="[^"]*"|value="[^"]*"', "", html)

    assert words(ask()) == words(ask("nobody@example.org"))
    assert mails() == 1


@pytest.mark.parametrize(
    "changes", [{"safe_to_write": False}, {"ended_at": timezone.now()}, {"kind": "mobile", "value": "07700900000"}]
)
def test_nothing_goes_to_an_address_that_is_not_safe(point: ContactPoint, changes: dict[str, object]) -> None:
    ContactPoint.objects.filter(pk=point.pk).update(**changes)
    ask()
    assert mails() == 0


def test_an_address_that_became_unsafe_gets_no_mail_and_its_link_dies(point: ContactPoint) -> None:
    url = mailed()
    ContactPoint.objects.filter(pk=point.pk).update(safe_to_write=False)
    assert Client().post(url).status_code == 410


@pytest.mark.usefixtures("point")
def test_asking_again_at_once_sends_one_mail_and_too_often_is_refused() -> None:
    for _time in range(20):
        ask()
    assert mails() <= 2
    assert Client().post("/me/sign-in/", {"email": ADDRESS}).status_code == 422


@pytest.mark.usefixtures("point")
def test_a_link_ends_after_30_minutes() -> None:
    url = mailed()
    link = SignInLink.objects.get()
    assert link.expires_at - link.made_at == timedelta(minutes=30)
    SignInLink.objects.update(made_at=timezone.now() - timedelta(hours=1), expires_at=timezone.now())
    assert Client().post(url).status_code == 410
    assert Client().get("/me/sign-in/never-mailed/").status_code == 404


@pytest.mark.usefixtures("point")
def test_people_who_share_an_address_say_whose_page_by_their_date_of_birth(world: World) -> None:
    proved(world.theirs.person, ADDRESS.upper())
    Person.objects.filter(pk=world.theirs.person.pk).update(born_on="1949-01-02")
    url, browser = mailed(), Client()
    assert mails() == 1
    wrong = browser.post(url, date_typed("born_on", world.today.replace(year=1950, day=1)))
    html = wrong.content.decode()
    assert wrong.status_code == 422
    assert "We cannot sign you in with this." in html
    assert not {"Ada", "Trafford", "Stoke"} & set(re.findall(r"\w+", html))
    theirs = Person.objects.get(pk=world.theirs.person.pk)
    assert "Hello Ada Stoke" in browser.post(url, date_typed("born_on", theirs.born_on), follow=True).content.decode()


@pytest.mark.usefixtures("point")
def test_three_wrong_dates_close_the_link_and_twins_are_not_guessed(world: World) -> None:
    proved(world.theirs.person, ADDRESS)
    url = mailed()
    # Both were born on one day.
    for code in (422, 422, 422, 410):
        assert Client().post(url, date_typed("born_on", world.ours.person.born_on)).status_code == code
    assert not AuditEvent.objects.filter(did="person.signed_in").exists()


@pytest.mark.usefixtures("point")
def test_the_token_stands_in_the_mail_alone_and_in_no_log() -> None:
    url = mailed()
    token = url.split("/")[-2]
    (handler,) = [one for one in logging.getLogger().handlers if one.name == "stderr"]
    assert isinstance(handler, logging.StreamHandler)
    log = io.StringIO()
    before = handler.setStream(log)
    Client().put(url)
    Client().post(url)
    Client().get(url)
    handler.setStream(before)
    assert log.getvalue().count("/me/sign-in/.../") == 2
    assert token not in log.getvalue()
    assert searches.in_tables([token]) == {token: set()}


def test_a_link_worker_sends_the_link_where_that_is_safe(world: World, point: ContactPoint) -> None:
    url = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/sign-in-link/"
    client = world.ours.client(Role.LINK_WORKER)
    assert "A link has been sent." in client.post(url, follow=True).content.decode()
    assert mails() == 1
    point.delete()
    html = client.post(url, follow=True).content.decode()
    assert "There is no e-mail address that is confirmed and safe to write to." in html
    assert world.theirs.client(Role.LINK_WORKER).post(url).status_code == 404


@pytest.mark.usefixtures("point")
def test_a_forged_sending_signs_nobody_in() -> None:
    url = mailed()
    assert Client(enforce_csrf_checks=True).post(url).status_code == 403
    response = Client().get(url)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"
