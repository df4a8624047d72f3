"""From referral to closure for those whom a service easily leaves out: a landline only; no NHS number, no English."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from referrals.actions.messages import outbox
from referrals.actions.services import services
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import Agreement, OutboundMessage, Person, Session
from tests.journeys import steps
from tests.support.fixtures.browser import go
from tests.support.world import World, an_nhs_number, cookie

BORN = date(1938, 2, 11)
Become = Callable[[Role, str], None]


@pytest.fixture
def become(context: BrowserContext, page: Page, live_server: LiveServer, world: World) -> Become:
    """`become(role, path)`: our member with a role sits down and opens a page."""

    def sit_down(role: Role, path: str) -> None:
        context.clear_cookies()
        context.add_cookies([cookie(world.ours.members[role], live_server.url)])
        page.goto(live_server.url + path)

    return sit_down


def type_in(page: Page, *, number: str, last: str) -> None:
    """Who they are; a blank number is given a reason."""
    go(page, page.get_by_role("link", name="Refer a patient").first)
    page.get_by_label("First name").fill("Maria")
    page.get_by_label("Last name").fill(last)
    steps.fill_date(page, "Date of birth", BORN)
    page.get_by_label("NHS number", exact=True).fill(number)
    page.get_by_role("textbox", name=re.compile("^Postcode")).fill("M33 2AB")
    page.get_by_label("Telephone number").fill("0161 496 0123")
    page.get_by_label("Call, but leave no message").check()


def speak(page: Page, how: str) -> None:
    """They were reached, in a way."""
    page.get_by_text("Add a contact").click()
    form = page.locator("form", has=page.get_by_role("button", name="Save contact"))
    form.get_by_label(how, exact=True).check()
    form.get_by_label("Spoke with the person").check()
    go(page, form.get_by_role("button", name="Save contact"))


def come(page: Page, become: Become, session: Session) -> None:
    """The provider marks that they came."""
    become(Role.PROVIDER, f"/provider/sessions/{session.public_id}/")
    page.get_by_role("group", name="Maria").get_by_label("Came").check()
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible()


def close(page: Page) -> None:
    """Support has ended well."""
    go(page, page.get_by_role("link", name="Close"))
    page.get_by_label("Goals met").check()
    go(page, page.get_by_role("button", name="Close the referral"))


def session_today(world: World) -> Session:
    begun = timezone.now() - timedelta(minutes=5)
    return services.schedule(
        service=world.ours.service,
        code="TODAY-1",
        starts_at=begun,
        ends_at=begun + timedelta(hours=1),
        by=world.ours.actor(Role.PROVIDER),
    )


def walk_on(page: Page, become: Become, world: World, last: str, how: str) -> str:
    """From the claim to the end, through everyone's own pages; the address of the link worker's page of them."""
    become(Role.LINK_WORKER, "/link-worker/")
    steps.claim(page, f"Maria {last}")
    episode = urlsplit(page.url).path
    speak(page, how)
    steps.agree_plan(page, world.today + timedelta(days=28))
    steps.refer_on(page, world.ours.service.name)
    become(Role.PROVIDER, "/provider/")
    steps.answer(page, f"Maria {last}", "Yes, we have a place")
    come(page, become, session_today(world))
    become(Role.LINK_WORKER, episode)
    steps.see(page, "Going to the service")
    speak(page, how)
    close(page)
    become(Role.GP, "/gp/?show=ended")
    steps.see(page, f"Maria {last}")
    steps.see(page, "Support has ended")
    return episode


@pytest.mark.django_db(transaction=True)
def test_someone_with_a_landline_only(page: Page, become: Become, world: World) -> None:
    become(Role.GP, "/gp/")
    type_in(page, number=an_nhs_number(801), last="Landline")
    steps.fill_referral(page)
    steps.sent_reference(page)
    episode = walk_on(page, become, world, "Landline", "Phone")
    become(Role.LINK_WORKER, episode)
    steps.see(page, "0161 496 0123")
    outbox.send_waiting(limit=100, by=SCHEDULE, now=timezone.now())
    person = Person.objects.get(family_name="Landline")
    # Nothing was written to them, and nothing that was for them was lost on the way.
    assert not any("Landline" in sent.body or "Maria" in sent.body for sent in mail.outbox)
    assert not OutboundMessage.objects.filter(to_person=person, state="failed").exists()


@pytest.mark.django_db(transaction=True)
def test_someone_without_nhs_number_who_needs_an_interpreter(page: Page, become: Become, world: World) -> None:
    become(Role.GP, "/gp/")
    type_in(page, number="", last="Interpreted")
    page.get_by_text("NHS number not known").click()
    page.get_by_label("Why is there no NHS number?").select_option(label="Not registered with the NHS")
    page.get_by_text("Interpreter, address, sex and ethnic group").click()
    page.get_by_role("group", name="Is an interpreter needed?").get_by_label("Yes").check()
    page.get_by_label("Which language?").fill("Polish")
    steps.fill_referral(page)
    steps.sent_reference(page)
    episode = walk_on(page, become, world, "Interpreted", "Face to face")
    become(Role.LINK_WORKER, episode)
    steps.see(page, "Polish")
    assert Agreement.objects.filter(person__family_name="Interpreted", purpose="share_record").exists()
