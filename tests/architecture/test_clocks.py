"""One clock in each test's world: a fixed day, or the machine's."""

import pytest

from tests.architecture.clocks import Reached
from tests.architecture.source import modules_of_the_tests, parsed

ASKING = """
import pytest
from datetime import date
from django.utils import timezone
DAY = date(2026, 11, 24)

@pytest.fixture
def world():
    return timezone.now()
"""


# Tests with a world on a day of its own beside theirs, each with the reason.
TWO_WORLDS = {
    "tests.devices.actions.test_field_cases.test_what_wearables_send": "the files' day is put in the world's place",
    "tests.journeys.test_area.test_an_area_is_set_up_and_works": "the installation's clock is not the test's",
    "tests.journeys.test_days.test_the_demo_tells_its_story_on_another_day": "the demo's clock is not the test's",
}


def test_no_test_asks_the_machines_clock_beside_a_fixed_day() -> None:
    reached = Reached(modules_of_the_tests())
    assert {test for test in reached.tests() if reached.mixes(test)} == TWO_WORLDS.keys()


def test_no_test_on_a_fixed_day_reads_what_the_databases_clock_wrote() -> None:
    reached = Reached(modules_of_the_tests())
    fixed = [test for test in reached.tests() if reached.lives_on_a_fixed_day(test)]
    assert fixed
    assert [test for test in fixed if any(unit.reads_the_databases_clock for unit in reached.reach(test))] == []


@pytest.mark.parametrize(
    ("text", "is_mixed"),
    [
        ("def test_a():\n    assert timezone.now().date() < DAY", True),
        ("def test_a(world):\n    assert world.date() < date(2026, 3, 1)", True),
        ("def until(day):\n    return day < DAY\ndef test_a(world):\n    assert until(world)", True),
        ("def test_a(world):\n    assert str(world) > '2026-11-24'", True),
        ("def test_a(world):\n    assert f'{world:%-d %B %Y}' == '24 November 2026'", True),
        ("TYPED = {'on_day': '24', 'on_month': '11', 'on_year': '2026'}\ndef test_a(world):\n    assert TYPED", True),
        ("def test_a(world):\n    assert {'week': '2026-W48', 'now': world}", True),
        ("@pytest.mark.parametrize('day', [DAY])\ndef test_a(world, day):\n    assert world", True),
        ("@pytest.mark.time_machine(DAY)\ndef test_a(world):\n    assert world.date() == DAY", False),
        ("pytestmark = pytest.mark.time_machine(DAY)\ndef test_a(world):\n    assert world.date() == DAY", False),
        ("def test_a(world):\n    assert world.date() > date(1951, 3, 15)", False),
        ("def test_a(world):\n    assert world\ndef test_b():\n    assert DAY", False),
    ],
)
def test_a_test_with_two_clocks_is_caught(text: str, *, is_mixed: bool) -> None:
    reached = Reached([parsed("tests.test_case", ASKING + text)])
    assert reached.mixes(next(reached.tests())) is is_mixed
