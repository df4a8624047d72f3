"""What the NHS asks of a social prescribing product, and which test of ours shows that it is met.

The NHS Buying Catalogue calls such a requirement an epic. Ids, levels and meaning come from its published source,
https://github.com/nhs-digital-gp-it-futures/GPITBuyingCatalogue (`InsertEpics.sql` and `EpicsAndSolutions.csv`;
MIT, copyright 2021 NHSD GP IT Futures), and from the capabilities that NHS England publishes under the Open Government
Licence v3.0. The wording is our own. The suppliers' full acceptance criteria are not public, so our tests stand for
what a buyer would look for, and not for an assessment by the NHS.

A test is found by its name, `tests/conformance/test_<capability>.py::test_<epic id>_…`, and its result in the file
that the tests leave behind (`tests/conformance/conftest.py`).
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = "tests/conformance"
TEST = re.compile(r"^def (test_([a-z0-9]+)_\w+)\(", re.MULTILINE)


class Level(StrEnum):
    MUST = "MUST"
    MAY = "MAY"


class State(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"
    NOT_BUILT = "not built yet"


class Verdict(StrEnum):
    """What a buyer may take from a line: an epic is met when its test has passed and nothing of it lacks."""

    MET = "met"
    PARTLY = "partly"
    NOT_SHOWN = "not shown"
    NOT_BUILT = "not built"


@dataclass(frozen=True, slots=True)
class Epic:
    """One requirement; `words` say it shortly in our own words.

    `lacks` says of what is met in part what there is and what there is not, whether or not a test shows the part.
    """

    id: str
    capability: str
    level: Level
    words: Promise
    lacks: Promise | str = ""

    def names(self, test: str) -> bool:
        """Whether a test is this epic's, by its node id."""
        path, _separator, name = test.partition("::")
        return path == f"{FOLDER}/test_{self.capability.lower()}.py" and name.startswith(f"test_{self.id.lower()}_")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a test when it last ran, on which London day and with which version of the product."""

    test: str
    state: State
    on: date
    version: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An epic with its test (its node id, or nothing) and how that went."""

    epic: Epic
    test: str
    state: State
    on: date | None = None
    version: str = ""

    @property
    def test_name(self) -> str:
        return self.test.rpartition("::")[2]

    @property
    def verdict(self) -> Verdict:
        """A part that a test denies is not shown, like a whole."""
        if self.epic.lacks and self.state in {State.PASSED, State.NOT_BUILT}:
            return Verdict.PARTLY
        return {State.PASSED: Verdict.MET, State.NOT_BUILT: Verdict.NOT_BUILT}.get(self.state, Verdict.NOT_SHOWN)


CAPABILITIES = {
    "C37": _("Social prescribing"),
    "C22": _("Caseload"),
    "C38": _("Telecare"),
    "C18": _("Telehealth"),
    "C33": _("Personal health record"),
}
MUST, MAY = Level.MUST, Level.MAY
EPICS: tuple[Epic, ...] = (
    Epic("C37E1", "C37", MUST, _("Assess how well someone is")),
    Epic("C37E2", "C37", MUST, _("Search the directory of services")),
    Epic("C37E3", "C37", MUST, _("Refer someone to a service")),
    Epic("C37E4", "C37", MUST, _("Keep the referral's record up to date")),
    Epic("C37E5", "C37", MUST, _("Take in a national or local directory of services")),
    Epic("C37E6", "C37", MUST, _("Keep the directory of services up to date")),
    Epic("C37E7", "C37", MUST, _("Keep up to date whom a service is for")),
    Epic("E00662", "C37", MUST, _("Record the outcomes of wellness assessments")),
    Epic("E00663", "C37", MUST, _("Make a social prescribing referral")),
    Epic("C37E8", "C37", MAY, _("Refer someone to a link worker")),
    Epic("C37E9", "C37", MAY, _("Record what someone agrees to")),
    Epic("C37E10", "C37", MAY, _("Let people refer themselves")),
    Epic(
        "C37E11",
        "C37",
        MAY,
        _("Join the referral's record with the clinical record"),
        _("Text and FHIR to take into the practice's record; nothing is written into its system"),
    ),
    Epic("C37E12", "C37", MAY, _("Be told of an appointment")),
    Epic("C37E13", "C37", MAY, _("Remind people of appointments")),
    Epic("C37E14", "C37", MAY, _("Give feedback on a service")),
    Epic("C37E15", "C37", MAY, _("Read the feedback on a service")),
    Epic("C37E16", "C37", MAY, _("See management information on social prescribing")),
    Epic("C22E1", "C22", MUST, _("Open, hold, close and reopen cases")),
    Epic("C22E2", "C22", MUST, _("Keep caseloads: whom each worker holds")),
    Epic("C22E3", "C22", MUST, _("Make and manage a schedule of contacts")),
    Epic("C22E4", "C22", MUST, _("Change the details of a case")),
    Epic("C22E5", "C22", MAY, _("Review a caseload and comment on it")),
    Epic("C22E6", "C22", MAY, _("Review a schedule of contacts and comment on it")),
    Epic("C22E7", "C22", MAY, _("Read and change the health or care record")),
    Epic("C22E8", "C22", MAY, _("Report on caseloads")),
    Epic("C22E9", "C22", MAY, _("Use templates of care pathways")),
    Epic(
        "C38E1",
        "C38",
        MUST,
        _("Say what is done about an event at somebody's home"),
        _("Who was asked and who answered is kept with its times; what they did is written in the notes alone"),
    ),
    Epic(
        "C38E2",
        "C38",
        MUST,
        _("Watch over somebody and raise the alarm"),
        _("A fall or a press on a wearable is put to a named human; nothing else at home is watched"),
    ),
    Epic(
        "C38E3",
        "C38",
        MUST,
        _("Receive alarms"),
        _("Alarms of wearables go up the team's list until somebody answers; there is no call centre"),
    ),
    Epic(
        "C38E4",
        "C38",
        MUST,
        _("Be available as promised"),
        _("Pages say who answers when, and that nobody does where that is so; nobody is on duty by contract"),
    ),
    Epic("C38E5", "C38", MAY, _("Devices that are easy to use")),
    Epic("C38E6", "C38", MAY, _("Devices for people who hear or see badly")),
    Epic(
        "C38E7",
        "C38",
        MAY,
        _("See management information on telecare"),
        _("Devices, loans and rejected messages are listed; there is no report of them"),
    ),
    Epic("C38E8", "C38", MAY, _("Speak with somebody through the device")),
    Epic("C38E9", "C38", MAY, _("Test a device from afar")),
    Epic(
        "C38E10",
        "C38",
        MAY,
        _("Test a device by hand"),
        _("A test press is shown to the person and the team; nobody is reminded to test"),
    ),
    Epic(
        "C38E11",
        "C38",
        MAY,
        _("Look after batteries and the life of devices"),
        _("Low batteries and silent wearables are tasks; when a device is due for replacement is not planned"),
    ),
    Epic(
        "C18E1",
        "C18",
        MUST,
        _("Share what is monitored with the practice"),
        _("Days of steps go to the link worker and the person; the practice does not see them"),
    ),
    Epic("C18E2", "C18", MUST, _("Set monitoring up for the practice")),
    Epic(
        "C18E3",
        "C18",
        MUST,
        _("Set monitoring up for the patient"),
        _("A wearable is lent with the person's agreement and a goal of steps; nothing else is measured"),
    ),
    Epic(
        "C18E4",
        "C18",
        MUST,
        _("Manage what comes in"),
        _("What devices send is checked, kept or rejected with a reason, and shown; no limits are watched"),
    ),
    Epic(
        "C33E1",
        "C33",
        MUST,
        _("Keep what is in one's own record"),
        _("People read their record, say what is wrong, and take a copy; they write nothing into it themselves"),
    ),
    Epic("C33E2", "C33", MAY, _("Put one's own record in order")),
    Epic(
        "C33E3",
        "C33",
        MAY,
        _("Say who may see one's own record"),
        _("Agreements are given and taken back, and who has looked is shown; nobody is let in by the person"),
    ),
    Epic("C33E4", "C33", MAY, _("Manage what comes into one's own record")),
)


def tests_in(root: Path) -> list[str] | None:
    """The node ids of all epics' tests; None where the product runs without its tests, as in its image."""
    folder = root / FOLDER
    if not folder.is_dir():
        return None
    return [
        f"{FOLDER}/{path.name}::{name}"
        for path in sorted(folder.glob("test_*.py"))
        for name, _epic in TEST.findall(path.read_text())
    ]


def results_in(path: Path) -> dict[str, Result]:
    """Epic id to result. What the file does not say plainly did not run, so a broken file proves nothing."""
    try:
        said = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    if not isinstance(said, dict):
        return {}
    known = {epic.id: _result(said.get(epic.id)) for epic in EPICS}
    return {key: result for key, result in known.items() if result}


def _result(said: Any) -> Result | None:
    try:
        state = State(said["outcome"])
        result = Result(str(said["test"]), state, date.fromisoformat(said["date"]), str(said.get("version") or ""))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return result if state in {State.PASSED, State.FAILED} else None


def lines(tests: Iterable[str] | None, results: dict[str, Result]) -> list[Line]:
    """Each epic once. A result counts only for the very test that there is now.

    Where the tests are not there, what was shipped says which there are: an epic without a result has none.
    """
    known = None if tests is None else list(tests)
    if known is None and results:
        known = [result.test for result in results.values()]
    return [_line(epic, known, results.get(epic.id)) for epic in EPICS]


def _line(epic: Epic, tests: list[str] | None, result: Result | None) -> Line:
    named = result.test if result and epic.names(result.test) else ""
    test = named if tests is None else next((test for test in tests if epic.names(test)), "")
    if tests is not None and not test:
        return Line(epic, "", State.NOT_BUILT)
    if result is None or result.test != test:
        return Line(epic, test, State.NOT_RUN)
    return Line(epic, test, result.state, result.on, result.version)
