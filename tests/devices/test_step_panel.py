"""The step chart and the wearable behind it, on the pages of an episode and of a person."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from devices import charts
from devices.actions import devices, lending
from devices.days import DayState
from devices.models import Device, Loan, PersonDay
from devices.selectors.days import Day
from devices.views.panels import description, state_label
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Agreement
from tests.support.fixtures.browser import faults
from tests.support.forms_typed import date_typed
from tests.support.world import World, cookie

FIRST = date(2026, 3, 1)
DAYS = [
    Day(FIRST, DayState.COUNTED, 5000, 90.0, covered=600),
    Day(FIRST + timedelta(days=1), DayState.ZERO, 0, 80.0, covered=900),
    Day(FIRST + timedelta(days=2), DayState.NOT_WORN, 0, 0.0),
    Day(FIRST + timedelta(days=3), DayState.NO_DATA),
]
SHORT = Day(FIRST + timedelta(days=4), DayState.COUNTED, 9000, 95.0, covered=599.99)


@pytest.fixture
def device(world: World) -> Device:
    """A wearable in our team's stock."""
    made, _secret = devices.register(
        organisation=world.ours.team,
        kind="wearable",
        label="W-014",
        serial="",
        site=None,
        by=world.ours.actor(Role.MANAGER),
    )
    return made


@pytest.fixture
def lent(world: World, device: Device) -> Loan:
    """The wearable, with our person for ten days, who walked 5,000 steps yesterday."""
    by = world.ours.actor(Role.LINK_WORKER)
    since = world.today - timedelta(days=10)
    loan = lending.hand_over(device=device, person=world.ours.person, since=since, by=by, now=world.now)
    yesterday = world.today - timedelta(days=1)
    PersonDay.objects.create(
        person=loan.person, date=yesterday, device=device, state="counted", steps=5000, worn=90, covered=800
    )
    return loan


def episode_url(world: World) -> str:
    return reverse("link_worker:episode", args=[world.ours.referral.episode.public_id])


def lend_url(world: World) -> str:
    return reverse("wearables:hand_over", args=[world.ours.referral.episode.public_id])


def svg_of(goal: int | None = None, visits: tuple[date, ...] = ()) -> str:
    return charts.steps_by_day(DAYS, goal, visits, charts.WIDE, 'In words <"&>')


def test_the_chart_carries_no_style_and_no_script_and_is_one_image() -> None:
    svg = svg_of(goal=4000)
    assert "style=" not in svg
    assert "<style" not in svg
    assert "<script" not in svg
    assert svg.count("role=") == 1
    assert 'aria-label="In words &lt;&quot;&amp;&gt;"' in svg


def test_only_a_day_with_steps_has_a_bar_and_only_a_day_without_data_is_hatched() -> None:
    svg = svg_of()
    assert svg.count(f'fill="{charts.BLUE}"') == 1
    assert svg.count('fill="url(#no-data-wide)"') == 1
    assert charts.HATCHED not in svg


def test_the_goal_and_the_sessions_are_drawn_when_there_are_any() -> None:
    assert "stroke-dasharray" not in svg_of()
    assert svg_of(goal=4000).count("stroke-dasharray") == 1
    assert charts.WARM not in svg_of()
    assert svg_of(visits=(FIRST,)).count(f'fill="{charts.WARM}"') == 1


def test_a_bar_is_as_high_as_its_steps() -> None:
    svg = svg_of(goal=10_000)
    height = re.search(rf'd="M[^"]*?v([0-9.]+)h[^"]*" fill="{charts.BLUE}"', svg)
    assert height is not None
    assert float(height[1]) == pytest.approx(200 * 5000 / 11_500, abs=0.5)


def test_the_words_tell_no_data_from_not_worn_from_zero() -> None:
    assert description(DAYS, 4000, [FIRST]) == (
        "2 of 4 days have a count of 10 hours or more; 0 have a shorter one, 1 have no data, and on 1 it was not worn. "
        "The most was 5,000 on 1 March. "
        "The goal of 4,000 was reached on 1. Days at a session: 1."
    )
    assert description(DAYS[3:], None, []) == (
        "0 of 1 days have a count of 10 hours or more; 0 have a shorter one, 1 have no data, and on 0 it was not worn."
    )


def test_a_day_of_a_few_hours_says_nothing_of_how_much_somebody_walks() -> None:
    words = description([*DAYS, SHORT], 4000, [])
    assert words.startswith("2 of 5 days have a count of 10 hours or more; 1 have a shorter one")
    assert "The most was 5,000" in words
    assert "reached on 1." in words
    assert state_label(SHORT) == "Less than 10 hours"
    assert state_label(replace(DAYS[0], doubtful=True)) == "Doubtful: parts of the day add up to more"
    svg = charts.steps_by_day([*DAYS, SHORT], None, (), charts.WIDE, "")
    assert (svg.count(f'fill="{charts.BLUE}"'), svg.count(f'fill="{charts.PALE}"')) == (1, 1)


def test_the_episode_and_the_persons_page_show_the_same_days(world: World, lent: Loan) -> None:
    for role, url in ((Role.LINK_WORKER, episode_url(world)), (Role.PERSON, "/me/")):
        html = world.ours.client(role).get(url).content.decode()
        assert "The most was 5,000" in html
        assert "Days at a session: 1." in html
        assert html.count("No data") > 20


def test_a_person_without_a_wearable_has_no_step_panel(world: World) -> None:
    assert 'id="steps"' not in world.ours.client(Role.PERSON).get("/me/").content.decode()
    assert "No wearable has been lent." in world.ours.client(Role.LINK_WORKER).get(episode_url(world)).content.decode()


def test_lending_records_the_agreement_of_that_day_with_the_loan(world: World, device: Device) -> None:
    client = world.ours.client(Role.LINK_WORKER)
    since = world.today - timedelta(days=14)
    typed = {"device": str(device.public_id), "agrees": "on", **date_typed("since", since)}
    assert "The wearable is lent." in client.post(lend_url(world), typed, follow=True).content.decode()
    loan = Loan.objects.get()
    agreement = Agreement.objects.get(purpose="wear_device")
    assert (loan.person, loan.device) == (world.ours.person, device)
    assert loan.starts_at == agreement.given_at
    assert "No wearable is in stock" in client.get(lend_url(world)).content.decode()


def test_without_agreement_or_too_long_ago_nothing_is_lent(world: World, device: Device) -> None:
    client = world.ours.client(Role.LINK_WORKER)
    right = {"device": str(device.public_id), "agrees": "on", **date_typed("since", world.today)}
    for wrong in ({"agrees": ""}, {"device": ""}, date_typed("since", world.today - timedelta(days=31))):
        assert client.post(lend_url(world), right | wrong).status_code == 422
    assert not Loan.objects.exists()
    assert not Agreement.objects.filter(purpose="wear_device").exists()


def test_a_loan_does_not_begin_before_the_person_agreed(world: World, lent: Loan) -> None:
    other, _secret = devices.register(
        organisation=world.ours.team,
        kind="wearable",
        label="W-015",
        serial="",
        site=None,
        by=world.ours.actor(Role.MANAGER),
    )
    with pytest.raises(Refusal, match="agreed-later"):
        lending.hand_over(
            device=other,
            person=lent.person,
            since=world.today - timedelta(days=20),
            by=world.ours.actor(Role.LINK_WORKER),
            now=world.now,
        )


def test_a_wearable_that_is_back_is_in_stock_again(world: World, lent: Loan, client: Client) -> None:
    browser = world.ours.client(Role.LINK_WORKER)
    url = reverse("wearables:take_back", args=[world.ours.referral.episode.public_id, lent.public_id])
    assert "back in stock" in browser.post(url, follow=True).content.decode()
    assert "W-014" in browser.get(lend_url(world)).content.decode()
    assert world.theirs.client(Role.LINK_WORKER).post(url).status_code == 404


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.LINK_WORKER, "/link-worker/"),
        (Role.LINK_WORKER, "episode"),
        (Role.LINK_WORKER, "lend"),
        (Role.PERSON, "/me/"),
    ],
)
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    page: Page, live_server: LiveServer, world: World, lent: Loan, role: Role, path: str, width: int
) -> None:
    url = {"episode": episode_url(world), "lend": lend_url(world)}.get(path, path)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    page.context.add_cookies([cookie(world.ours.members[role], live_server.url)])
    page.goto(live_server.url + url)
    assert faults(page) == []
    assert said == []
