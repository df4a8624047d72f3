"""The demo starts and tells its story on any day: `make demo TODAY=…`."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from tests import dates
from tests.journeys import test_story
from tests.journeys.demo import running_demo

pytestmark = pytest.mark.long


@pytest.mark.parametrize("name", dates.MOMENTS)
def test_the_demo_tells_its_story_on_another_day(needs_mosquitto: None, page: Page, name: str) -> None:
    today = dates.start_of(name, datetime.now(UTC)).date()
    with running_demo("--today", today.isoformat()) as demo:
        test_story.test_the_demos_story_card_by_card(demo, page, today)
