"""What became of the epics' tests, kept in the file that `/about/conformance/` reads."""

import fcntl
import json
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from socialrx.conformance import EPICS, State

ROOT = Path(__file__).resolve().parents[2]


class Outcomes:
    """Epic id to its test and how that went: failed as soon as any part failed, passed when the test itself did."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[str, str]] = {}

    def add(self, report: pytest.TestReport) -> None:
        test = report.nodeid.partition("[")[0]
        epic = next((epic.id for epic in EPICS if epic.names(test)), None)
        if epic is None or not (report.failed or (report.when == "call" and report.passed)):
            return
        failed = report.failed or self._seen.get(epic, {}).get("outcome") == State.FAILED
        self._seen[epic] = {"test": test, "outcome": (State.FAILED if failed else State.PASSED).value}

    def rows(self, on: date, version: str) -> dict[str, dict[str, str]]:
        return {epic: {**seen, "date": on.isoformat(), "version": version} for epic, seen in self._seen.items()}


def version(root: Path = ROOT) -> str:
    """The commit, and whether anything was changed since; blank where nobody can tell."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=10"]
    try:
        said = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return said.stdout.strip()


def merge(path: Path, rows: Mapping[str, dict[str, str]]) -> None:
    """Put the rows into the file and leave the others; several test processes may do so at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside the file, since the file itself is replaced.
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        new = path.with_suffix(".new")
        new.write_text(json.dumps(_before(path) | dict(rows), indent=2, sort_keys=True) + "\n")
        new.replace(path)


def _before(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
