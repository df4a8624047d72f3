"""The lock: everything that pyproject.toml asks for, by hash, from nowhere in particular, and never psycopg 3."""

import re
import tomllib
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = (ROOT / "requirements.lock").read_text()
PINNED = dict(re.findall(r"^([a-zA-Z0-9._-]+)==([^ ;\\]+)", LOCK, re.MULTILINE))


def asked_for() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lists = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    return [Requirement(text) for texts in lists for text in texts]


@pytest.mark.parametrize("requirement", asked_for(), ids=str)
def test_each_dependency_is_locked_at_a_version_that_fits(requirement: Requirement) -> None:
    version = PINNED.get(canonicalize_name(requirement.name))
    assert version is not None, "run `make lock`"
    assert requirement.specifier.contains(version, prereleases=True), "run `make lock`"


def test_psycopg_3_is_not_there_since_django_would_silently_prefer_it() -> None:
    assert "psycopg" not in PINNED
    assert not is_psycopg3


def test_the_lock_names_hashes_and_no_address() -> None:
    assert "://" not in LOCK
    pinned = re.split(r"\n(?=[a-zA-Z])", LOCK.strip())
    assert all("--hash=sha256:" in entry for entry in pinned)


def test_production_runs_on_versions_that_were_tested() -> None:
    production = (ROOT / "requirements-production.lock").read_text()
    entries = re.split(r"\n(?=[a-zA-Z])", production.strip())
    assert set(entries) <= set(re.split(r"\n(?=[a-zA-Z])", LOCK.strip()))
    assert "pytest" not in production
