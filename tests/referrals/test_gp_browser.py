"""The practice's and the public's pages in Chromium: sound for axe and at any width, and usable without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from referrals.actions import referrals
from referrals.permissions import Role
from tests.world import World, an_nhs_number, cookie, refer, register


def found_wrong(page: Page, width: int) -> list[str]:
    """What axe finds, and sideways scrolling."""
    violations = [violation["id"] for violation in Axe().run(page).response["violations"]]
    return violations + ["scrolls sideways"] * (page.evaluate("document.documentElement.scrollWidth") > width)


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_sound_when_empty_full_and_wrong(
    live_server: LiveServer, browser: Browser, world: World, width: int
) -> None:
    ended = refer(world.ours, register(world.ours, family_name="Pemberton-Featherstonehaugh"))
    link_worker = world.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=ended, event="decline", reason="unreachable", by=link_worker, now=timezone.now())
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    episode = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    # An address, and the button that sends its empty form.
    visits = [
        ("/", ""),
        ("/services/", ""),
        ("/services/?need=digital", ""),
        (f"/services/{world.ours.service.public_id}/", ""),
        ("/refer/", ""),
        ("/refer/", "Send"),
        ("/accounts/login/", ""),
        ("/gp/", ""),
        ("/gp/search/", "Search"),
        ("/gp/refer/", ""),
        ("/gp/refer/", "Send referral"),
        (f"/gp/refer/{world.ours.person.public_id}/", ""),
        (f"/gp/referrals/{world.ours.referral.public_id}/", ""),
        (f"/gp/referrals/{world.ours.referral.public_id}/sent/", ""),
        ("/accounts/membership/", ""),
        ("/link-worker/refer/", ""),
        ("/link-worker/refer/", "Save referral"),
        (f"/link-worker/refer/{world.ours.person.public_id}/", ""),
        (f"{episode}tell-practice/", "Tell the practice"),
        (f"{episode}flags/add/", "Raise the flag"),
        (episode, ""),
    ]
    signed_in = {"/gp/": Role.GP, "/link-worker/": Role.LINK_WORKER}
    for address, button in visits:
        for start, role in signed_in.items():
            if address.startswith(start):
                context.add_cookies([cookie(world.ours.members[role], live_server.url)])
        page.goto(live_server.url + address)
        if button:
            page.get_by_role("button", name=button, exact=True).click()
            expect(page.locator(".nhsuk-error-summary")).to_be_focused()
        assert found_wrong(page, width) == [], (address, button)
    context.close()


def test_a_new_patient_is_referred_by_labels_alone_without_a_script(
    live_server: LiveServer, browser: Browser, world: World
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([cookie(world.ours.members[Role.GP], live_server.url)])
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_role("link", name="Refer a patient").first.click()
    typed = {
        "First name": "Nia",
        "Last name": "Typed",
        "Day": "4",
        "Month": "7",
        "Year": "1958",
        "NHS number": an_nhs_number(501),
        "Postcode": "M33 2AB",
        "Telephone number": "0161 496 0123",
    }
    for label, text in typed.items():
        page.get_by_role("textbox", name=label).fill(text)
    page.get_by_label("Loneliness").check()
    page.get_by_label("Urgent: help is needed now").check()
    page.get_by_label("The patient agrees").check()
    page.get_by_role("button", name="Send referral").click()
    expect(page.get_by_role("heading", name="Stop: help is needed now")).to_be_visible()
    page.get_by_role("button", name="go back to the referral").click()
    expect(page.get_by_role("textbox", name="First name")).to_have_value("Nia")
    page.get_by_role("group", name="Is there a risk").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send referral").click()
    expect(page.get_by_role("heading", name="Referral sent")).to_be_visible()
    expect(page.get_by_text("Waiting for a link worker").first).to_be_visible()
    context.close()
