"""The main job, end to end, on the running product: from a GP's referral to what came of it, and the week."""

import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from observatory import disclosure
from observatory.dimensions.dimension import ALL
from referrals.kit.calendar import local_day, week_label, week_of
from socialrx.tools.servers.processes import wait_for
from tests.journeys import steps
from tests.journeys.demo import Demo
from tests.journeys.steps import Patient
from tests.support.fixtures.browser import go
from tests.support.world import an_nhs_number

FULL, FREE = "Longford park walk", "Breathe easy stroll"
POSTCODE = "M33 2QN"
# Seconds: the running week follows a change within a minute, and a newly lent wearable shows within one.
WITHIN = 60
_numbers: Iterator[int] = count(400_000)


def born(age: int, today: date) -> date:
    """A date of birth that makes someone this age all week."""
    return date(today.year - age, 1, 1)


def send_by_system(demo: Demo, *, age: int, sex: str, today: date) -> None:
    """A referral through the REST interface."""
    body = {
        "person": {
            "nhs_number": an_nhs_number(next(_numbers)),
            "given_name": "Prepared",
            "family_name": "Person",
            "born_on": born(age, today).isoformat(),
            "sex": sex,
            "postcode": POSTCODE,
        },
        "needs": ["loneliness"],
        "risk": "none",
        "consent": {"given": True},
    }
    request = urllib.request.Request(
        f"{demo.url}/api/v1/referrals/",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {demo.token('gp-1')}"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 201


def recount(demo: Demo, by: str, week: date) -> dict[str, int]:
    """The operator's raw counts of the week's referrals by segment."""
    printed = demo.manage("recount", "--week", week_label(week), "--measure", "referred", "--by", by)
    return {segment: int(number) for segment, number in (line.split("\t") for line in printed.splitlines())}


def published(demo: Demo, by: str, week: date) -> dict[str, int | None]:
    """What everyone can read of the same."""
    label = week_label(week)
    request = urllib.request.Request(
        f"{demo.url}/api/v1/observatory/weekly/?measure=referred&from={label}&to={label}&by={by}",
        headers={"Authorization": f"Bearer {demo.token('commissioner-1')}"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        body = json.load(answer)
    assert body["weeks"][0]["complete"] is False
    return {cell["segment"]: cell["value"] for cell in body["weeks"][0]["cells"]}


def prepare(demo: Demo, today: date, week: date) -> None:
    """Bring the week to a number of referrals that one more makes to be shown as 5 more: 12, or 17."""
    total = recount(demo, ALL, week)[ALL]
    while total < 12 or total % 5 != 2:
        send_by_system(demo, age=70, sex="female", today=today)
        total += 1


@pytest.fixture(scope="module")
def today() -> date:
    return local_day(datetime.now(UTC))


def test_the_story_role_by_role(demo: Demo, page: Page, today: date) -> None:
    week = week_of(today)
    prepare(demo, today, week)
    before = {by: recount(demo, by, week) for by in (ALL, "age_band", "sex")}
    assert wait_for(lambda: published(demo, ALL, week)[ALL] == before[ALL][ALL] - 2, WITHIN)
    patient = Patient("Winifred", "Ashdown", born(74, today), an_nhs_number(next(_numbers)), POSTCODE, "Female")

    # A GP refers her by web form.
    steps.sign_in(page, demo, "gp-1")
    reference = steps.refer(page, patient)

    # A link worker claims the referral, agrees what matters and a goal, lends a wearable and refers on.
    steps.sign_in(page, demo, "link_worker-1")
    steps.claim(page, patient.name)
    expect(steps.row_of(page, "01632")).to_contain_text("Leave no message")
    episode = page.url
    steps.note_contact(page)
    steps.agree_plan(page, today + timedelta(days=28))
    lend_wearable(page, today)
    page.goto(episode)
    steps.refer_on(page, FULL)

    # The service is full and declines; it stands on the link worker's list, and another is asked.
    steps.sign_in(page, demo, "provider-1")
    steps.answer(page, patient.name, "No", "No place free")
    steps.sign_in(page, demo, "link_worker-1")
    expect(steps.row_of(page, patient.name)).to_contain_text("A service said no: find another")
    page.goto(episode)
    steps.refer_on(page, FREE)

    # That one accepts, and she comes.
    steps.sign_in(page, demo, "provider-3")
    steps.answer(page, patient.name, "Yes, we have a place")
    mark_register(page, patient.name, today)

    # Her wearable sends steps over MQTT.
    see_steps(demo, page, episode)

    # The commissioner sees the week, and the GP hears back.
    see_the_week(demo, page, week, before)
    steps.sign_in(page, demo, "gp-1")
    go(page, page.get_by_role("link", name=patient.name).first)
    steps.see(page, reference)
    steps.see(page, "Getting support from a link worker")


def lend_wearable(page: Page, today: date) -> None:
    """Lent for two weeks already, and agreed to."""
    go(page, page.get_by_role("button", name="Lend a wearable"))
    page.get_by_label("Wearable").select_option(index=1)
    steps.fill_date(page, "They have had it since", today - timedelta(days=14))
    page.get_by_label(re.compile("The person agreed to wear it")).check()
    go(page, page.get_by_role("button", name=re.compile("Lend")))
    steps.see(page, "lent since")


def mark_register(page: Page, name: str, today: date) -> None:
    """Today's register: she came, and so did whoever else is expected. Another journey may have completed it before."""
    go(page, page.get_by_role("link", name="Inbox and registers").first)
    go(page, page.get_by_role("link", name=FREE, exact=True))
    go(page, page.get_by_role("link", name=re.compile(f"^{FREE}, {today:%-d %B}")))
    for answer in page.get_by_role("main").get_by_label("Came", exact=True).all():
        answer.check()
    expect(page.get_by_role("group", name=name).get_by_label("Came", exact=True)).to_be_checked()
    go(page, page.get_by_role("button", name=re.compile("Save")))
    expect(page.get_by_role("status").or_(page.get_by_role("alert")).first).to_contain_text("saved")


def see_steps(demo: Demo, page: Page, episode: str) -> None:
    """What the simulated wearable publishes: two weeks within a minute of its loan."""
    steps.sign_in(page, demo, "link_worker-1")

    def days_with_steps() -> int:
        page.goto(episode)
        page.get_by_role("region", name="Steps", exact=True).locator("summary").click()
        table = page.get_by_role("region", name="Steps by day, newest first")
        return table.get_by_role("row").filter(has=page.get_by_role("cell", name="Counted", exact=True)).count()

    assert wait_for(lambda: days_with_steps() >= 14, WITHIN)


def see_the_week(demo: Demo, page: Page, week: date, before: dict[str, dict[str, int]]) -> None:
    """One more in the right segments of the right week, and the page says what the rule makes of it."""
    after = {by: recount(demo, by, week) for by in before}
    total = before[ALL][ALL] + 1
    assert after[ALL] == {ALL: total}
    assert after["age_band"] == before["age_band"] | {"65-74": before["age_band"]["65-74"] + 1}
    assert after["sex"] == before["sex"] | {"female": before["sex"]["female"] + 1}
    assert wait_for(lambda: published(demo, ALL, week) == {ALL: total + 2}, WITHIN)
    for by, counts in after.items():
        # A figure may be withheld beside a small one.
        for segment, value in published(demo, by, week).items():
            assert value in {None, disclosure.count(counts[segment]).value}, (by, segment)
    steps.sign_in(page, demo, "commissioner-1")
    page.get_by_label("Measure").select_option(label="Referred")
    page.get_by_label("Split by").select_option(ALL)
    go(page, page.get_by_role("button", name="Show"))
    go(page, page.get_by_role("link", name=re.compile("Weeks")))
    expect(steps.row_of(page, week_label(week))).to_contain_text(str(total + 2))
    expect(steps.row_of(page, week_label(week))).to_contain_text("not final")


def test_the_demos_story_card_by_card(demo: Demo, page: Page, today: date) -> None:
    """A newcomer follows the widow's six cards, each button opening the page where that persona acts."""
    name = "Edith Marlow"

    def follow(button: str) -> None:
        go(page, page.get_by_role("link", name="A story to follow"))
        go(page, page.get_by_role("button", name=button))

    page.goto(demo.url)
    go(page, page.get_by_role("button", name="Refer her as Dr Helen Ames"))
    steps.fill_referral(page)
    reference = steps.sent_reference(page)

    follow("Support her as Joy Ellison")
    steps.claim(page, name)
    steps.note_contact(page)
    steps.agree_plan(page, today + timedelta(days=28))
    steps.refer_on(page, FULL)

    follow("Decline as Nina Booth")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("No place free").check()
    go(page, page.get_by_role("button", name="Send answer"))
    follow("Refer on as Joy Ellison")
    steps.see(page, "A service said no: find another")
    steps.refer_on(page, FREE)

    follow("Accept and mark as Aled Price")
    page.get_by_label("Yes, we have a place", exact=True).check()
    go(page, page.get_by_role("button", name="Send answer"))
    follow("Accept and mark as Aled Price")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Register")
    steps.see(page, f"{today:%-d %B %Y} at")
    page.get_by_text("Everyone else came", exact=True).click()
    page.get_by_role("button", name="Yes, everyone else came").click()
    expect(page.get_by_text("The register is complete.")).to_be_visible()

    follow("See her steps as Joy Ellison")
    steps.see(page, "Steps a day, last 28 days")
    steps.see(page, "Goal: 3,000")

    follow("See the week as Philippa Dunn")
    expect(page.get_by_role("heading", level=1)).to_have_text("Weekly figures")
    follow("See the news as Dr Helen Ames")
    steps.see(page, reference)
    steps.see(page, "Getting support from a link worker")
