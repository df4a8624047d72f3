"""A sign-in ends: with its time, by its owner, by the team, and by whatever makes it unsafe."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from referrals import tasks
from referrals.actions.access import asked
from referrals.actions.messages import outbox
from referrals.actions.organisation import accounts
from referrals.actions.people import contact_points, deaths, merges, proofs
from referrals.drafts import ContactDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, ContactPoint, LikelyDuplicate, Membership, OutboundMessage, SignIn
from tests.support.world import World, refer, register, show_second_factor, signed_in

ADDRESS = "ada@example.org"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOME = {Role.GP: "/gp/", Role.LINK_WORKER: "/link-worker/", Role.PROVIDER: "/provider/", Role.MANAGER: "/manager/"}


@pytest.fixture
def point(world: World) -> ContactPoint:
    """Our person has an e-mail address that is proved, no account, and nothing else waits to be sent."""
    cache.clear()
    Membership.objects.filter(person=world.ours.person).delete()
    point = ContactPoint.objects.create(person=world.ours.person, kind="email", value=ADDRESS)
    proofs.confirm(contact_point=point, by=world.ours.actor(Role.LINK_WORKER), now=world.now)
    OutboundMessage.objects.all().delete()
    return point


def mailed() -> str:
    # A link goes out once in a while, and nothing else shall go with it.
    OutboundMessage.objects.all().delete()
    Client().post("/me/sign-in/", {"email": ADDRESS})
    asked.send_asked(limit=10, by=SCHEDULE, now=timezone.now())
    outbox.send_waiting(limit=10, by=SCHEDULE, now=timezone.now())
    (found,) = re.findall(r"http://127\.0\.0\.1:8000(/me/sign-in/[^/\s]+/)", str(mail.outbox[-1].body))
    return str(found)


def by_link() -> Client:
    browser = Client(headers={"user-agent": FIREFOX})
    assert browser.post(mailed()).status_code == 302
    assert is_in(browser)
    return browser


def is_in(browser: Client, page: str = "/me/") -> bool:
    return browser.get(page).status_code == 200


@pytest.mark.parametrize(("role", "minutes"), [*((role, 15) for role in HOME), (Role.PERSON, 30)])
def test_it_ends_so_many_minutes_after_the_last_click(world: World, role: Role, minutes: int) -> None:
    page, browser = HOME.get(role, "/me/"), world.ours.client(role)
    began = SignIn.objects.latest("pk").began_at
    with time_machine.travel(began + timedelta(minutes=minutes - 1)):
        assert is_in(browser, page)
    with time_machine.travel(began + timedelta(minutes=2 * minutes - 2)):
        assert is_in(browser, page)
    with time_machine.travel(began + timedelta(minutes=3 * minutes)):
        assert browser.get(page).status_code == 302
        assert browser.get(page).status_code == 302
    assert SignIn.objects.latest("pk").ended_at


@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.PERSON])
def test_it_ends_after_twelve_hours_of_work(world: World, role: Role) -> None:
    page, browser = HOME.get(role, "/me/"), world.ours.client(role)
    SignIn.objects.update(began_at=timezone.now() - timedelta(hours=12))
    assert browser.get(page).status_code == 302


def test_a_click_is_noted_once_a_minute(world: World) -> None:
    browser = world.ours.client(Role.PROVIDER)
    began = SignIn.objects.latest("pk").began_at

    def notes() -> int:
        with CaptureQueriesContext(connection) as made:
            assert is_in(browser, "/accounts/sign-ins/")
        return sum(query["sql"].startswith('UPDATE "referrals_signin"') for query in made)

    with time_machine.travel(began + timedelta(seconds=50), tick=False):
        assert notes() == 0
    with time_machine.travel(began + timedelta(minutes=3), tick=False):
        assert (notes(), notes()) == (1, 0)


def written_down_no_more(browser: Client) -> None:
    """The browser's sign-in as the release before would have begun it."""
    session = browser.session
    SignIn.objects.filter(pk=session.pop("sign-in")).delete()
    session.save()


def test_a_session_of_the_release_before_goes_on_and_is_written_down(world: World) -> None:
    browser = world.ours.client(Role.GP)
    written_down_no_more(browser)
    # It has shown no second factor.
    assert browser.get("/gp/")["Location"].startswith("/accounts/second-factor/")
    show_second_factor(world.ours.members[Role.GP])
    assert is_in(browser, "/gp/")
    assert SignIn.objects.get().user == world.ours.members[Role.GP].user


@pytest.mark.parametrize("how", ["unsafe", "ended", "corrected", "died"])
def test_it_ends_with_the_address_that_opened_it(world: World, point: ContactPoint, how: str) -> None:
    browser, link = by_link(), mailed()
    by, now = world.ours.actor(Role.LINK_WORKER), timezone.now()
    if how == "unsafe":
        contact_points.set_safety(
            contact_point=point, safe_to_call=True, safe_to_leave_message=True, safe_to_write=False, by=by, now=now
        )
    elif how == "ended":
        contact_points.end(contact_point=point, by=by, now=now)
    elif how == "corrected":
        # Another safe address keeps neither the browser nor the mail that went to the first one.
        draft = ContactDraft.safe("email", "ada.new@example.org")
        contact_points.correct(contact_point=point, draft=draft, by=by, now=now)
    else:
        deaths.record(person=world.ours.person, died_on=world.today, by=by, now=now)
    assert not is_in(browser)
    assert Client().post(link).status_code == 410


@pytest.mark.parametrize("is_undone", [False, True])
def test_it_ends_with_a_merge_and_with_its_undoing(world: World, point: ContactPoint, is_undone: bool) -> None:
    other = register(world.ours, family_name=world.ours.person.family_name, born_on=world.ours.person.born_on)
    refer(world.ours, other)
    ContactPoint.objects.filter(pk=point.pk).update(person=other)
    pair = LikelyDuplicate.objects.get(first=world.ours.person, second=other)
    by, now = world.ours.actor(Role.LINK_WORKER), timezone.now()
    before = by_link()
    merge = merges.merge(duplicate=pair, kept=world.ours.person, by=by, now=now)
    assert not is_in(before)
    if is_undone:
        # A merge brings addresses along as if nobody had checked them.
        point.refresh_from_db()
        proofs.confirm(contact_point=point, by=by, now=now)
        browser, link = by_link(), mailed()
        merges.undo(merge=merge, by=by, now=timezone.now())
        assert not is_in(browser)
        assert Client().post(link).status_code == 410


def test_it_ends_everywhere_with_a_role(world: World) -> None:
    member = world.ours.members[Role.PROVIDER]
    accounts.add_member(
        user=member.user, role=Role.GP, organisation=world.ours.practice, by=SCHEDULE, starts_on=world.today
    )
    browsers = [signed_in(member), signed_in(member)]
    accounts.end_membership(membership=member, by=SCHEDULE, now=timezone.now())
    assert not any(is_in(browser, "/accounts/sign-ins/") for browser in browsers)


@pytest.mark.usefixtures("point")
def test_the_team_signs_a_person_out_of_every_browser(world: World) -> None:
    browsers, link = [by_link()], mailed()
    # One that the release before had begun has no row.
    (account,) = {one.user for one in SignIn.objects.exclude(person=None)}
    browsers.append(Client())
    browsers[1].force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    written_down_no_more(browsers[1])
    page = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    client = world.ours.client(Role.LINK_WORKER)
    assert "Sign them out everywhere" in client.get(page).content.decode()
    assert "They are signed out everywhere" in client.post(f"{page}sign-out/", follow=True).content.decode()
    assert not any(map(is_in, browsers))
    assert Client().post(link).status_code == 410
    assert AuditEvent.objects.get(did="person.signed_out").person_id == world.ours.person.pk
    assert is_in(client, page)


@pytest.mark.usefixtures("point")
def test_people_see_where_they_signed_in_and_end_one_or_all() -> None:
    here, there = by_link(), by_link()
    html = here.get("/me/").content.decode()
    assert html.count("Firefox on Linux</strong>") == 2
    assert html.count(f"by a link to {ADDRESS}") == 2
    (named,) = re.findall(r'name="sign_in" value="([^"]+)"', html)
    stranger = Client()
    assert stranger.post("/accounts/sign-ins/end/", {"sign_in": named}).status_code == 302
    assert is_in(there)
    here.post("/accounts/sign-ins/end/", {"sign_in": named})
    assert (is_in(here), is_in(there)) == (True, False)
    assert here.post("/accounts/sign-ins/end/")["Location"] == "/me/sign-in/"
    assert not is_in(here)


def test_staff_see_where_they_are_signed_in_and_end_one_or_all(world: World) -> None:
    here, there = world.ours.client(Role.GP), world.ours.client(Role.GP)
    page = "/accounts/sign-ins/"
    (named,) = re.findall(r'name="sign_in" value="([^"]+)"', here.get(page).content.decode())
    colleague = world.ours.client(Role.LINK_WORKER)
    assert colleague.post(f"{page}end/", {"sign_in": named}).status_code == 404
    here.post(f"{page}end/", {"sign_in": named})
    assert (is_in(here, "/gp/"), is_in(there, "/gp/")) == (True, False)
    there = world.ours.client(Role.GP)
    here.post(f"{page}end/")
    assert not any(is_in(browser, "/gp/") for browser in (here, there))
    assert is_in(colleague, page)


def test_who_signs_out_leaves_no_page_behind_and_no_mark_is_lost(world: World) -> None:
    response = world.ours.client(Role.PROVIDER).post("/accounts/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert SignIn.objects.latest("pk").ended_at


def test_old_sign_ins_are_forgotten(world: World) -> None:
    world.ours.client(Role.GP)
    tasks.forget_answers()
    assert SignIn.objects.count() == 1
    long_ago = timezone.now() - timedelta(days=91)
    SignIn.objects.update(began_at=long_ago, seen_at=long_ago)
    tasks.forget_answers()
    assert not SignIn.objects.exists()
