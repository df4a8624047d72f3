"""What is passed around has a type: `Any` switches the checker off, most of all where pages meet records."""

import ast
import re

import pytest

from tests.architecture.source import Module, modules

# Lines of the product's code that say `Any`; each limit only ever falls.
MOST, MOST_IN_VIEWS = 79, 0
VIEWS = (".views", ".api.views")
# Written as text, where the class has no brackets while the program runs: "Field[Any, Any]".
IN_TEXT = re.compile(r"[\[, ]Any[\], ]")


def lines_with_any(tree: ast.Module) -> set[int]:
    """The lines of a module that take or give just anything."""
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr):
            continue
        is_name = (isinstance(node, ast.Name) and node.id == "Any") or (
            isinstance(node, ast.Attribute) and node.attr == "Any"
        )
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and "[" in node.value
        if is_name or (is_text and IN_TEXT.search(ast.unparse(node))):
            found.add(node.lineno)
    return found


def is_view(module: Module) -> bool:
    return any(f"{part}." in f"{module.name}." for part in VIEWS)


def test_views_pass_no_just_anything_around() -> None:
    found = {module.name: lines for module in modules() if is_view(module) and (lines := lines_with_any(module.tree))}
    assert sum(map(len, found.values())) <= MOST_IN_VIEWS, found


def test_few_lines_pass_just_anything_around() -> None:
    production = [module for module in modules() if not module.name.startswith("socialrx.tools")]
    assert sum(len(lines_with_any(module.tree)) for module in production) <= MOST


def test_what_only_the_checker_imports_is_a_type_of_a_record() -> None:
    """The import contracts pass these imports over, so that a page can name the type of what it is given."""
    found = {
        f"{module.name}: {ast.unparse(node)}"
        for module in modules()
        for block in ast.walk(module.tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in block.body
        if not _is_of_records(module, node)
    }
    assert found == set()


def _is_of_records(module: Module, node: ast.stmt) -> bool:
    """A table of its own app, or of one below; or a type that stands in stubs only."""
    if not isinstance(node, ast.ImportFrom) or node.module is None:
        return False
    below = {"devices": ("devices", "referrals"), "observatory": ("observatory",)}
    apps = below.get(module.name.partition(".")[0], ("referrals",))
    return node.module == "django_stubs_ext" or node.module in {f"{app}.models" for app in apps}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("def act(record: Any) -> Any: ...", 1),
        ("found: 'QuerySet[Any]' = act()", 1),
        ("x = cast('dict[str, Any]', y)\nz: typing.Any", 2),
        ("label = 'Any day'", 0),
        ("from typing import Any", 0),
    ],
)
def test_just_anything_is_told_from_words(text: str, count: int) -> None:
    assert len(lines_with_any(ast.parse(text))) == count
