"""The components, on one page: what a form looks like when it is wrong, and what a browser and axe make of it."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from referrals.states import OnwardStatus, ReferralStatus
from referrals.templatetags.nhsuk import TONES
from tests.support.fixtures.browser import faults

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.socialrx.gallery")]
VOID = {"meta", "link", "input", "img", "br", "hr", "path", "circle", "rect"}


class Nesting(HTMLParser):
    """Collects ids, and elements that are closed in another order than they were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without an end tag opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open.pop() != tag:
            self.wrong.append(tag)


def render(template: str, **context: object) -> str:
    return engines["django"].from_string(template).render(context)


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_element_is_closed_and_every_id_is_there_once(client: Client, method: str) -> None:
    page = Nesting()
    page.feed(getattr(client, method)("/").content.decode())
    assert page.wrong == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_a_form_with_errors_links_each_error_to_a_control_that_exists(client: Client) -> None:
    html = client.post("/", {"born_day": "3", "born_year": "1950"}).content.decode()
    page = Nesting()
    page.feed(html)
    assert "<title>Error: Gallery - socialrx</title>" in html
    assert '<a href="#id_born_1">Date of birth must include a month</a>' in html
    links = html.split("nhsuk-error-summary__list")[1].split("</ul>")[0].split('href="#')[1:]
    assert {link.split('"')[0] for link in links} <= set(page.ids)


def test_nothing_typed_is_lost(client: Client) -> None:
    typed = {"first_name": "  Zoë <b>", "born_day": "31", "born_month": "2", "nhs_number": "12", "note": "a\nb"}
    html = client.post("/", typed).content.decode()
    for text in ("Zoë &lt;b&gt;", 'value="31"', 'value="12"', "a\nb"):
        assert text in html


def test_a_page_without_errors_has_no_summary(client: Client) -> None:
    html = client.get("/").content.decode()
    assert "<title>Gallery - socialrx</title>" in html
    assert "nhsuk-error-summary" not in html


@pytest.mark.parametrize(
    "name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html"]
)
def test_error_pages_need_no_request_and_no_context(name: str) -> None:
    html = render_to_string(name)
    assert html.count("<h1>") == 1


def test_every_status_has_a_colour() -> None:
    assert {*ReferralStatus, *OnwardStatus} == TONES.keys()


def test_numbers_and_dates_read_as_the_nhs_writes_them() -> None:
    evening = datetime(2026, 3, 29, 23, 5, tzinfo=UTC)
    assert ">999 123 4567<" in render("{{ value|nhs_number }}", value="9991234567")
    assert render("{{ value|nhs_date }}", value=date(2026, 3, 2)) == "2 March 2026"
    assert render("{{ value|nhs_date }}", value=evening) == "30 March 2026"
    assert render("{{ value|nhs_datetime }}", value=evening) == "30 March 2026 at 12:05am"
    assert render("{{ value|nhs_short_date }}", value=None) == "Not known"


def test_what_a_block_holds_is_escaped_once() -> None:
    html = render(
        '{% summary_list %}{% summary_row "Name" %}{{ name }}{% endsummary_row %}{% endsummary_list %}', name="<i>"
    )
    assert "&lt;i&gt;" in html
    assert "&amp;lt;" not in html


@pytest.mark.parametrize("width", [1280, 320])
def test_a_browser_shows_the_components_without_a_fault(live_server: LiveServer, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type != "info" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(live_server.url)
    assert faults(page) == []
    page.get_by_role("button", name="Send referral").click()
    page.locator(".nhsuk-error-summary:focus").wait_for()
    assert faults(page) == []
    page.get_by_role("link", name="Select what matters").click()
    assert page.evaluate("document.activeElement.id") == "id_needs_0"
    assert complaints == []
    page.close()


def test_an_answer_reveals_what_it_asks_for_without_a_script(live_server: LiveServer, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    assert not page.get_by_label("Language").is_visible()
    page.get_by_role("group", name="interpreter").get_by_label("Yes").check()
    assert page.get_by_label("Language").is_visible()
    context.close()
