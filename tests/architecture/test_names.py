"""What documents and docstrings name in backticks is there: modules, functions, commands, paths, settings."""

import ast
from pathlib import Path

import pytest

from tests.architecture.names import OUTSIDE, docstrings, gone, names_in
from tests.architecture.source import ROOT, modules

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_document_names_only_what_there_is(page: Path) -> None:
    assert gone(page.read_text()) == []


def test_a_docstring_names_only_what_there_is() -> None:
    stale = {module.name: names for module in modules() for text in docstrings(module.tree) if (names := gone(text))}
    assert stale == {}


@pytest.mark.parametrize(
    "text",
    [
        "`referrals/states.py`",
        "`states.py`",
        "`OnwardReferral.follows`",
        "`Organisation(kind=gp_practice)`",
        "`make demo`",
        "`manage.py diagrams`",
        "`referral.referrer_*`",
        "`tests/architecture/test_names.py::test_a_name_that_is_there_is_found`",
        "`not-in-this-state`",
        "`SKIP LOCKED`",
        "`/gp/`",
        "`M1 1AE`, `2026-W05`",
        "```\nno_such_name\n```",
    ],
)
def test_a_name_that_is_there_is_found(text: str) -> None:
    assert gone(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "draw_states",
        "referrals/no_such_room/states.py",
        "no_such_module.py",
        "OnwardReferral.no_such_column",
        "make no-such-target",
        "manage.py no_such_command",
        "referral.vanished_*",
        "tests/architecture/test_names.py::test_no_such_test",
        "no-such-code",
        "/no-such-page/",
    ],
)
def test_a_name_that_is_gone_is_caught(text: str) -> None:
    # Put together here, so that no string of this file counts as the name.
    assert gone(f"See `{text}`.") == [text]


def test_neither_a_docstring_nor_a_sentence_is_a_name() -> None:
    module = ast.parse('def add():\n    "one_name"\n    return Sum("two_names", "and three_names")')
    assert names_in(module) == {"add", "Sum", "two_names"}


def test_names_from_outside_are_named_somewhere() -> None:
    texts = [page.read_text() for page in PAGES] + [text for module in modules() for text in docstrings(module.tree)]
    assert [name for name in OUTSIDE if not any(name in text for text in texts)] == []
