"""The practice's form in Chromium, usable without a script."""

from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from referrals.kit.permissions import Role
from tests.support.world import World, an_nhs_number, cookie


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
