"""What personas do in the browser, by role and label, as sentences."""

import re
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, Page, expect

from tests.journeys.demo import Demo
from tests.support.fixtures.browser import go


@dataclass(frozen=True, slots=True)
class Patient:
    """Whom a GP types in."""

    first: str
    last: str
    born_on: date
    nhs_number: str
    postcode: str
    sex: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


def sign_in(page: Page, demo: Demo, persona: str) -> None:
    """Become a persona, by the one button of its page, and arrive at their own page."""
    page.goto(f"{demo.url}/demo/sign-in/{persona}/")
    go(page, page.get_by_role("button", name="Sign in", exact=True))


def fill_date(page: Page, group: str, day: date) -> None:
    """The three boxes of a date."""
    boxes = page.get_by_role("group", name=group)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label).fill(str(value))


def refer(page: Page, patient: Patient) -> str:
    """A GP fills in the one page and sends; the reference comes back."""
    go(page, page.get_by_role("link", name="Refer a patient").first)
    page.get_by_label("First name").fill(patient.first)
    page.get_by_label("Last name").fill(patient.last)
    fill_date(page, "Date of birth", patient.born_on)
    page.get_by_label("NHS number", exact=True).fill(patient.nhs_number)
    page.get_by_role("textbox", name=re.compile("^Postcode")).fill(patient.postcode)
    page.get_by_label("Telephone number").fill("01632 960 123")
    page.get_by_label("Call, but leave no message").check()
    page.get_by_text("Interpreter, address, sex and ethnic group").click()
    page.get_by_label("Sex").select_option(label=patient.sex)
    fill_referral(page)
    return sent_reference(page)


def fill_referral(page: Page) -> None:
    """Why, how risky, and that the person agrees."""
    page.get_by_label("Loneliness or isolation").check()
    page.get_by_label("Being more active").check()
    page.get_by_label("In the patient's own words").fill("She has not been out since the funeral.")
    page.get_by_role("group", name="Is there a risk").get_by_label("No", exact=True).check()
    page.get_by_label(re.compile("The patient agrees to be referred")).check()
    go(page, page.get_by_role("button", name="Send referral"))


def sent_reference(page: Page) -> str:
    """The reference on the confirmation page."""
    found = re.search(r"SP-[2-9A-Z]{4}-[2-9A-Z]{4}", page.get_by_role("main").inner_text())
    assert found, page.get_by_role("main").inner_text()
    return found[0]


def claim(page: Page, name: str) -> None:
    """The link worker takes the referral from the team's list and opens the person's page."""
    go(page, page.get_by_role("button", name=f"Claim {name}").first)


def note_contact(page: Page) -> None:
    """The person was reached."""
    page.get_by_text("Add a contact").click()
    form = page.locator("form", has=page.get_by_role("button", name="Save contact"))
    form.get_by_label("Phone", exact=True).check()
    form.get_by_label("Spoke with the person").check()
    form.get_by_label("Note for the team").fill("Misses walking with her husband.")
    go(page, form.get_by_role("button", name="Save contact"))


def agree_plan(page: Page, review_on: date) -> None:
    """What matters, and a goal of steps."""
    go(page, page.get_by_role("button", name="Agree a plan"))
    page.get_by_label("What matters to the person").fill("To have company again and to walk to the shops.")
    page.get_by_label("Being more active").check()
    fill_date(page, "Look at the plan again on", review_on)
    go(page, page.get_by_role("button", name=re.compile("plan")))
    go(page, page.get_by_role("button", name="Add a goal"))
    page.get_by_label("Goal", exact=True).fill("Walk to the shops and back")
    page.get_by_label("Steps a day").fill("3000")
    fill_date(page, "Look at the goal again on", review_on)
    go(page, page.get_by_role("button", name=re.compile("goal")))


def refer_on(page: Page, service: str) -> None:
    """Refer the person whose page is open to a service."""
    go(page, page.get_by_role("button", name="Refer on"))
    go(page, page.get_by_role("link", name=f"Refer to {service}"))
    page.get_by_label("Being more active").check()
    page.get_by_label(re.compile("The person agrees that this service")).check()
    # A full service is asked for its waiting list, if the person wants to wait.
    for waits in page.get_by_label("The person wants to go on the waiting list").all():
        waits.check()
    go(page, page.get_by_role("button", name=re.compile("^(Send onward referral|Ask for the waiting list)$")))


def answer(page: Page, name: str, choice: str, reason: str = "") -> None:
    """The provider answers the offer of a person."""
    go(page, page.get_by_role("link", name=name).first)
    page.get_by_label(choice, exact=True).check()
    if reason:
        page.get_by_label(reason).check()
    go(page, page.get_by_role("button", name="Send answer"))


def row_of(page: Page, text: str) -> Locator:
    """The first table row that says this."""
    return page.get_by_role("row").filter(has_text=text).first


def see(page: Page, text: str) -> None:
    """The page says this."""
    expect(page.get_by_role("main")).to_contain_text(text)
