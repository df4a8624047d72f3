"""The keys of a link worker's pages: each does what a link or a box of the page does."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from referrals.kit.permissions import Role
from tests.pages.drawing import Answers, answers
from tests.pages.numbers import add_people
from tests.support.world import World

FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"


@pytest.fixture
def served() -> Iterator[Answers]:
    with answers() as server:
        yield server


def test_by_keyboard_alone(world: World, page: Page, served: Answers) -> None:
    add_people(world, 6)
    served.html = world.ours.client(Role.LINK_WORKER).get("/link-worker/people/").content
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(served.url)
    names = [link.inner_text() for link in page.locator("[data-open]").all()]
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == names[0]
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == names[1]
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED) == names[0]
    page.keyboard.press("?")
    assert page.locator(".app-keys").is_visible()
    page.keyboard.press("/")
    assert page.evaluate(FOCUSED) == "finder"
    # In the box a key is a letter.
    page.keyboard.type("j?c")
    assert page.locator("#finder").input_value() == "j?c"
    heights = page.evaluate("[...document.querySelectorAll('[data-rows] tr')].map(row => row.offsetHeight)")
    assert max(heights) <= 32, heights
