"""The documentation says what is there."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")])
MAKEFILE = (ROOT / "Makefile").read_text()
PAGE_IDS = [str(page.relative_to(ROOT)) for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_every_make_command_exists(page: Path) -> None:
    text = page.read_text()
    named = set(re.findall(r"`make ([a-z-]+)", text)) | set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        if not target.startswith(("http", "mailto")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_every_test_that_is_named_exists(page: Path) -> None:
    for path, name in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", page.read_text()):
        assert (ROOT / path).exists(), path
        assert not name or re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE), f"{path}::{name}"


@pytest.mark.parametrize("page", ["hazard-log.md", "data-flows.md"])
def test_each_row_of_controls_names_the_tests_that_prove_them(page: str) -> None:
    rows = [line for line in (ROOT / "docs" / page).read_text().splitlines() if re.match(r"\| (?!id|flow)\w", line)]
    assert rows
    for row in rows:
        named = re.findall(r"`(tests/[^`]*)`", row)
        assert named, row
        assert [name for name in named if not re.fullmatch(r"tests/[\w/]+/test_\w+\.py::test_\w+", name)] == []


def test_the_readme_names_every_top_level_folder() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {line.split("/")[0] for line in tracked.splitlines() if "/" in line and not line.startswith(".")}
    tree = (ROOT / "README.md").read_text().split("```")
    assert all(any(f"{folder}/" in block for block in tree) for folder in folders)


def test_decisions_are_numbered_in_order() -> None:
    numbers = [int(number) for number in re.findall(r"^## (\d+)\. ", (ROOT / "DECISIONS.md").read_text(), re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_decision_has_its_date_what_was_refused_and_what_was_measured() -> None:
    _intro, *decisions = re.split(r"^## ", (ROOT / "DECISIONS.md").read_text(), flags=re.MULTILINE)
    form = re.compile(
        r"\d+\. .+\n\n\*\d{4}-\d\d-\d\d\*\n\n.+\n\nRefused: .+\n\n(Measured: .+|Not measured\.)\n*", re.DOTALL
    )
    assert [text.splitlines()[0] for text in decisions if not form.fullmatch(text)] == []


def test_the_licence_is_the_one_that_the_package_names() -> None:
    assert 'license = "AGPL-3.0-or-later"' in (ROOT / "pyproject.toml").read_text()
    licence = (ROOT / "LICENSE").read_text()
    assert re.match(r"\s*GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3, 19 November 2007\s", licence)
    assert len(licence.splitlines()) == 661


def test_the_newest_release_in_the_changelog_is_the_packages_version() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    newest = re.search(r"^## v(.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert version
    assert newest
    assert version[1] == newest[1]


def test_names_that_the_glossary_gives_to_code_are_in_the_code() -> None:
    source = "\n".join(
        path.read_text() for app in ("referrals", "devices", "observatory") for path in (ROOT / app).rglob("*.py")
    )
    rows = re.findall(r"^\| [^|]+ \| `(\w+)", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE)
    assert len(rows) > 20
    assert [name for name in rows if name not in source] == []
