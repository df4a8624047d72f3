"""Each page that the documentation shows, in the demo: it renders, axe finds nothing, and nothing scrolls sideways.

`make screenshots` runs these tests with SOCIALRX_SCREENSHOTS, the folder that takes the pictures.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.demo import Demo
from tests.journeys.pictures import PICTURES, Picture
from tests.support.fixtures.browser import NARROW, faults, go, scrolls_sideways

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "docs/screenshots"
LARGEST = 150_000


def visit(page: Page, demo: Demo, picture: Picture) -> None:
    """The picture's page, in its size."""
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    if picture.persona:
        steps.sign_in(page, demo, picture.persona)
    answer = page.goto(demo.url + picture.address)
    assert answer is not None
    assert answer.ok
    for link in picture.links:
        go(page, page.get_by_role("main").get_by_role("link", name=re.compile(f"^{link}")).first)
    if picture.top:
        page.get_by_role("heading", name=picture.top).evaluate("heading => heading.scrollIntoView()")


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_page_of_the_documentation_is_sound(demo: Demo, page: Page, tmp_path: Path, picture: Picture) -> None:
    visit(page, demo, picture)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    file = ROOT / os.environ.get("SOCIALRX_SCREENSHOTS", tmp_path) / f"{picture.name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, animations="disabled")
    assert file.stat().st_size <= LARGEST
    assert faults(page) == []
    # There axe looks at every page in tests/pages; what a year of data does to its width is seen here.
    page.set_viewport_size(NARROW)
    assert not scrolls_sideways(page)


def test_the_pictures_are_those_of_the_table_and_each_is_shown() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    shown = {Path(name).name for page in pages for name in re.findall(r"!\[[^]]+\]\(([^)]+\.png)\)", page.read_text())}
    there = {file.name for file in (ROOT / FOLDER).iterdir()}
    assert there == shown == {f"{picture.name}.png" for picture in PICTURES}
