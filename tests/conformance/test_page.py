"""The page about conformance says what the tests said, and nothing that they did not."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from socialrx import conformance
from socialrx.conformance import EPICS, Level, Result, State, Verdict
from tests.conformance import recording
from tests.conformance.browsing import read

Say = Callable[[Any], None]
pytestmark = pytest.mark.time_machine("2026-11-23T12:00:00Z", tick=False)
TESTS = conformance.tests_in(recording.ROOT) or []
TESTED = {epic.id: test for epic in EPICS for test in TESTS if epic.names(test)}


@pytest.fixture(autouse=True)
def say(settings: Settings, tmp_path: Path) -> Say:
    """Write the result file, which is not there at first; a str is written as it stands."""
    settings.CONFORMANCE_RESULTS = tmp_path / "conformance.json"

    def write(said: Any) -> None:
        settings.CONFORMANCE_RESULTS.write_text(said if isinstance(said, str) else json.dumps(said))

    return write


def row(epic: str, **changes: Any) -> dict[str, Any]:
    """What the file says of an epic whose test passed."""
    return {"test": TESTED[epic], "outcome": "passed", "date": "2026-11-22", "version": "4b6a237"} | changes


def ending(client: Client, epic: str) -> str:
    """The words that follow an epic's test, up to the next epic."""
    page = read(client, "/about/conformance/")
    return re.split(
        r" (?:C\d+E\d+|E\d{5}) M|C22 Caseload|C38 Telecare", page.partition(f" {TESTED[epic].rpartition('::')[2]} ")[2]
    )[0]


def test_each_epic_stands_on_the_page_once(client: Client) -> None:
    page = read(client, "/about/conformance/")
    assert re.findall(r" (C\d+E\d+|E\d{5}) M(?:UST|AY) ", page) == [epic.id for epic in EPICS]
    levels = [(epic.capability, epic.level) for epic in EPICS]
    assert {key: levels.count(key) for key in levels} == {
        ("C37", Level.MUST): 9,
        ("C37", Level.MAY): 9,
        ("C22", Level.MUST): 4,
        ("C22", Level.MAY): 5,
        ("C38", Level.MUST): 4,
        ("C38", Level.MAY): 7,
        ("C18", Level.MUST): 4,
        ("C33", Level.MUST): 1,
        ("C33", Level.MAY): 3,
    }


def test_every_acceptance_test_is_that_of_one_epic_and_no_epic_has_two() -> None:
    named = [test for test in TESTS if not test.startswith("tests/conformance/test_page.py")]
    assert sorted(named) == sorted(TESTED.values())


def test_without_a_result_file_nothing_has_run(client: Client) -> None:
    page = read(client, "/about/conformance/")
    assert page.count("not run") == len(TESTED)
    partly = [epic for epic in EPICS if epic.lacks and epic.id not in TESTED]
    assert page.count("none not built yet") == len(EPICS) - len(TESTED) - len(partly)
    assert page.count("none partly") == len(partly)
    assert "Met: 0 of 46 epics, among them 0 of 22 that a product must meet" in page


def test_all_that_is_asked_is_met_partly_or_not_built(client: Client, say: Say) -> None:
    say({epic: row(epic) for epic in TESTED})
    page = read(client, "/about/conformance/")
    counted = re.search(r"Met: (\d+) of 46 epics, among them 13 of 22 .* Partly: (\d+)\. Not built: (\d+)\.", page)
    assert counted
    assert sum(map(int, counted.groups())) == 46
    # What is met in part says what lacks, though a test shows the part.
    assert "nothing is written into its system" in ending(client, "C37E11")


def test_a_result_is_shown_with_its_day_and_version(client: Client, say: Say) -> None:
    say({"C37E1": row("C37E1"), "C22E1": row("C22E1", outcome="failed"), "C37E10": row("C37E10", version="")})
    assert ending(client, "C37E1") == "passed on 22 November 2026 version 4b6a237"
    assert ending(client, "C22E1") == "failed on 22 November 2026 version 4b6a237"
    assert ending(client, "C37E10") == "passed on 22 November 2026"
    page = read(client, "/about/conformance/")
    assert page.count("passed on") == 2
    assert "Met: 2 of 46 epics, among them 1 of 22" in page


@pytest.mark.parametrize(
    "said",
    [
        {"C99E1": row("C37E1")},
        {"C37E1": row("C37E2")},
        {"C37E1": row("C37E1", test="tests/conformance/test_c37.py::test_c37e1_as_it_was_called_before")},
        {"C37E1": row("C37E1", outcome="not built yet")},
        {"C37E1": row("C37E1", outcome="splendid")},
        {"C37E1": row("C37E1", date="yesterday")},
        {"C37E1": row("C37E1", date=None)},
        {"C37E1": {"outcome": "passed"}},
        {"C37E1": "passed"},
        {"C37E1": ["passed"]},
        # No test shows this epic, whatever the file says.
        {"C37E13": row("C37E1", test="tests/conformance/test_c37.py::test_c37e13_reminds")},
        ["C37E1"],
        "passed",
        "{",
        "",
    ],
    ids=str,
)
def test_what_the_file_does_not_plainly_say_of_a_test_that_there_is_counts_for_nothing(
    client: Client, say: Say, said: Any
) -> None:
    before = read(client, "/about/conformance/")
    say(said)
    assert read(client, "/about/conformance/") == before


def test_a_product_that_runs_without_its_tests_believes_the_file(tmp_path: Path) -> None:
    assert conformance.tests_in(tmp_path) is None
    results = {
        "C37E1": Result(TESTED["C37E1"], State.PASSED, date(2026, 11, 22)),
        "C37E2": Result(TESTED["C37E1"], State.PASSED, date(2026, 11, 22)),
    }
    lines = {line.epic.id: line for line in conformance.lines(None, results)}
    assert (lines["C37E1"].state, lines["C37E1"].test) == (State.PASSED, TESTED["C37E1"])
    assert (lines["C37E2"].state, lines["C37E2"].test) == (State.NOT_BUILT, "")
    assert (lines["C38E5"].state, lines["C38E5"].verdict) == (State.NOT_BUILT, Verdict.NOT_BUILT)
    assert lines["C18E4"].verdict is Verdict.PARTLY
    assert {line.state for line in conformance.lines(None, {})} == {State.NOT_RUN}


def test_the_results_that_are_shipped_are_of_the_tests_that_there_are() -> None:
    """`make conformance` writes them anew; production shows them."""
    shipped = conformance.results_in(recording.ROOT / "socialrx" / "conformance.json")
    assert {epic: result.test for epic, result in shipped.items()} == TESTED
    assert {result.state for result in shipped.values()} == {State.PASSED}


def test_the_help_page_leads_there(client: Client) -> None:
    assert 'href="/about/conformance/"' in client.get("/help/").content.decode()


def report(epic: str, when: str, outcome: str) -> Any:
    return pytest.TestReport(TESTED[epic], ("", 0, ""), {}, outcome, None, when)  # type: ignore[arg-type]  # as plugins do


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ({"setup": "passed", "call": "passed", "teardown": "passed"}, "passed"),
        ({"setup": "passed", "call": "failed", "teardown": "passed"}, "failed"),
        ({"setup": "failed", "teardown": "passed"}, "failed"),
        ({"setup": "passed", "call": "passed", "teardown": "failed"}, "failed"),
        ({"setup": "skipped", "teardown": "passed"}, None),
        ({"setup": "passed", "call": "skipped", "teardown": "passed"}, None),
    ],
)
def test_a_test_has_passed_when_no_part_of_it_failed(parts: dict[str, str], wanted: str | None) -> None:
    outcomes = recording.Outcomes()
    for when, outcome in parts.items():
        outcomes.add(report("C37E1", when, outcome))
    rows = outcomes.rows(date(2026, 11, 22), "4b6a237")
    assert rows == ({"C37E1": row("C37E1", outcome=wanted)} if wanted else {})


@pytest.mark.parametrize("before", [None, "{", "[]", json.dumps({"C37E1": row("C37E1", outcome="failed")})])
def test_only_what_ran_is_written_anew(tmp_path: Path, before: str | None) -> None:
    path = tmp_path / "new" / "conformance.json"
    if before is not None:
        path.parent.mkdir()
        path.write_text(before)
    recording.merge(path, {"C37E2": row("C37E2")})
    recording.merge(path, {"C37E3": row("C37E3", outcome="failed")})
    said = conformance.results_in(path)
    assert {epic: result.state for epic, result in said.items() if epic != "C37E1"} == {
        "C37E2": State.PASSED,
        "C37E3": State.FAILED,
    }
    assert ("C37E1" in said) is bool(before and "C37E1" in before)


def test_the_version_is_blank_where_there_is_no_history(tmp_path: Path) -> None:
    assert recording.version(tmp_path) == ""
    assert recording.version(tmp_path / "nowhere") == ""
