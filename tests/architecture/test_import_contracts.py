"""The import contracts hold, and each is seen to catch what it forbids."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source import modules

ROOT = Path(__file__).resolve().parents[2]
APPS = ["socialrx", "referrals", "devices", "observatory"]
CONFIGURATION = tomllib.loads((ROOT / "importlinter.toml").read_text())["tool"]["importlinter"]
CONTRACTS: dict[str, Any] = {contract["id"]: contract for contract in CONFIGURATION["contracts"]}

# Contract -> a line that breaks it, and the module that the line is added to.
BREAKS = {
    "apps": ("referrals/kit/calendar.py", "import devices.kinds"),
    "referrals-layers": ("referrals/selectors/people/places.py", "import referrals.actions.people.people"),
    "kit-layers": ("referrals/kit/calendar.py", "import referrals.kit.weeks"),
    "devices-layers": ("devices/days.py", "import devices.actions.days"),
    "observatory-layers": ("observatory/selectors/__init__.py", "import observatory.actions.releases"),
    "plain-rules": ("referrals/states.py", "import django.conf"),
    "wiring-without-tools": ("socialrx/urls.py", "import socialrx.tools.demo"),
    "views-no-models": ("referrals/views/intake/gp.py", "import referrals.models"),
    "observatory-reads-facts": ("observatory/actions/releases.py", "import referrals.models"),
    "paho-edge": ("devices/actions/ingest.py", "import paho.mqtt"),
    "fhir-edge": ("referrals/actions/people/people.py", "import fhir.resources"),
    "fhir-library": ("referrals/api/fhir/views.py", "import fhir.resources"),
    "rest-edge": ("referrals/actions/people/people.py", "import rest_framework.status"),
    "mqtt-thin": ("devices/mqtt/__init__.py", "import referrals.kit.calendar"),
    "celery-edge": ("referrals/actions/messages/messages.py", "import celery"),
    "no-tests-in-source": ("referrals/selectors/people/places.py", "import tests.support.world"),
}

# What of the record the observatory may import; every other shelf is forbidden to it by name.
SHOWN_TO_THE_OBSERVATORY = {"kit", "facts"}


# What of the record devices may import beside the kit and the tables, each with what for.
SHOWN_TO_DEVICES = {
    "referrals.actions.messages.messages": "whoever is asked to answer a call for help is told",
    "referrals.actions.work.tasks": "a call for help, a silent wearable or a low battery is on a worklist",
    "referrals.channels": "by what whoever is asked is told",
    "referrals.selectors.organisation.accounts": "who works in the team, and may answer",
    "referrals.selectors.organisation.covers": "who stands in for whoever is away",
    "referrals.selectors.work.subjects": "what a task or a message is about",
    "referrals.actions.people.agreements": "what whoever is lent a device agrees to",
    "referrals.actions.people.people": "the invented wearer of a replayed export",
    "referrals.actions.register.scans": "a scan marks the register",
    "referrals.drafts": "the invented wearer of a replayed export",
    "referrals.tags": "how a tag's code is spelled",
    "referrals.selectors.organisation.organisations": "at which site a reader stands",
    "referrals.selectors.people.duplicates": "who stands for somebody who was merged",
    "referrals.selectors.register.attendances": "sessions beside the steps of a day",
    "referrals.selectors.register.sessions": "the sessions at which simulated tags are shown",
    "referrals.selectors.support.episodes": "which episode a step panel belongs to",
    "referrals.selectors.support.goals": "the daily steps that a person aims for",
    "referrals.views.support.flags": "flags are read before a page of an episode opens",
    "referrals.views.support.pages": "what pages of an episode share",
}


def lint(tree: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    named = [argument for contract in contracts for argument in ("--contract", contract)]
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", "importlinter.toml", "--no-cache", *named],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source tree, to be broken in."""
    tree = tmp_path_factory.mktemp("source")
    for app in APPS:
        shutil.copytree(
            ROOT / app, tree / app, ignore=shutil.ignore_patterns("static", "deploy", "__pycache__", "data", "locale")
        )
    (tree / "tests").mkdir()
    (tree / "tests" / "__init__.py").touch()
    (tree / "tests" / "world.py").touch()
    shutil.copy(ROOT / "importlinter.toml", tree)
    return tree


def test_the_contracts_hold() -> None:
    run = lint(ROOT)
    assert run.returncode == 0, run.stdout


def test_every_contract_has_a_line_that_breaks_it() -> None:
    assert set(BREAKS) == set(CONTRACTS)


@pytest.mark.parametrize("contract", BREAKS)
def test_a_contract_catches_what_it_forbids(copy: Path, contract: str) -> None:
    name, line = BREAKS[contract]
    module = copy / name
    kept = module.read_text()
    module.write_text(f"{kept}\n{line}\n")
    try:
        run = lint(copy, contract)
    finally:
        module.write_text(kept)
    assert run.returncode == 1, run.stdout
    assert "1 broken" in run.stdout


def test_no_contract_has_exceptions() -> None:
    for contract in CONTRACTS.values():
        assert not [option for option in contract if option.startswith("ignore_imports")]


def test_whatever_is_new_in_the_record_is_forbidden_to_the_observatory() -> None:
    named = set(CONTRACTS["observatory-reads-facts"]["forbidden_modules"])
    parts = {path.stem for path in (ROOT / "referrals").iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    parts -= {"__init__", "apps", "migrations"}
    forbidden = {name.removeprefix("referrals.") for name in named if name.startswith("referrals.")}
    assert forbidden == parts - SHOWN_TO_THE_OBSERVATORY


def test_devices_see_a_short_list_of_the_record() -> None:
    found = {
        _module_of(name)
        for module in modules()
        if module.name.startswith("devices.")
        for name in module.imports.values()
        if name.startswith("referrals.")
    }
    assert {name for name in found if not name.startswith(("referrals.kit", "referrals.models"))} == set(
        SHOWN_TO_DEVICES
    )


def _module_of(name: str) -> str:
    """The module that an imported name lies in, or is."""
    parts = name.split(".")
    while parts and not (ROOT / Path(*parts)).with_suffix(".py").exists() and not (ROOT / Path(*parts)).is_dir():
        parts.pop()
    return ".".join(parts)


def test_references_by_name_point_the_same_way() -> None:
    """Foreign keys and task names are strings, which the import contracts cannot see."""
    lower = {"referrals": {"devices", "observatory", "socialrx"}, "devices": {"observatory", "socialrx"}}
    for app, above in lower.items():
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            text = path.read_text()
            for other in above - {"socialrx"}:
                assert f'"{other}.' not in text, f"{path} names {other}"
