"""The product's source as syntax trees, and who refers to which function."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("socialrx", "referrals", "devices", "observatory")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
# Methods of managers and QuerySets that change rows; `save` and `delete` are a row's own too.
WRITERS = frozenset({"bulk_create", "bulk_update", "create", "delete", "get_or_create", "save", "update_or_create"})
# What related managers have in common with Python's sets.
RELATED_WRITERS = frozenset({"add", "clear", "remove", "set"})
# An attribute through which the ORM is reached.
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})


@dataclass(frozen=True, slots=True)
class Module:
    """A module by its dotted name; `imports` are the full names of what it imports, by the name used here."""

    name: str
    path: Path
    tree: ast.Module
    imports: dict[str, str] = field(default_factory=dict)

    @property
    def functions(self) -> Iterator[FunctionNode]:
        return (node for node in ast.walk(self.tree) if isinstance(node, FunctionNode))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the product but its migrations."""
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]
    return tuple(_module(path) for path in sorted(paths))


@cache
def modules_of_the_tests() -> tuple[Module, ...]:
    """Every module of the tests."""
    return tuple(_module(path) for path in sorted((ROOT / "tests").rglob("*.py")))


def _module(path: Path) -> Module:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    return parsed(name, path.read_text(), path)


def parsed(name: str, text: str, path: Path = ROOT) -> Module:
    """The module of that text."""
    tree = ast.parse(text)
    imports: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            imports |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            imports |= {alias.asname or alias.name: alias.name for alias in node.names}
    return Module(name, path, tree, imports)


# Parts of the kit that actions of every app write by.
WRITING_KIT = frozenset({"referrals.kit.audit", "referrals.kit.reference.loads", "referrals.kit.weeks"})


def is_action(name: str) -> bool:
    return ".actions" in name or name in WRITING_KIT


def writes(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that change rows: a writer of the ORM, and SQL that does not plainly read or set an option."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            by_sql = call.func.attr in {"execute", "executemany"} and not _only_reads(call)
            if by_sql or call.func.attr in WRITERS or _updates(call, call.func) or _relates(call, call.func):
                yield call


def _updates(call: ast.Call, function: ast.Attribute) -> bool:
    """Whether it sets columns, and not the keys of a dict."""
    through_manager = any(
        isinstance(part, ast.Attribute) and part.attr in MANAGERS for part in ast.walk(function.value)
    )
    return function.attr == "update" and (bool(call.keywords) or through_manager)


def _relates(call: ast.Call, function: ast.Attribute) -> bool:
    """Whether it goes to what a row is related to: `row.children.add(child)`; what is private is a set of one's own."""
    related = function.value
    if function.attr not in RELATED_WRITERS or not isinstance(related, ast.Attribute) or related.attr.startswith("_"):
        return False
    return bool(call.args) or function.attr == "clear"


def _only_reads(call: ast.Call) -> bool:
    statement = call.args[0] if call.args else None
    if isinstance(statement, ast.Constant) and isinstance(statement.value, str):
        return statement.value.strip().upper().startswith(("SELECT", "SET ", "SHOW"))
    return False


def references(module: Module, node: ast.AST) -> set[str]:
    """The full names that a piece of code refers to: `actions.referrals.claim`, or a function beside it."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in module.imports:
            found.add(f"{module.imports[part.value.id]}.{part.attr}")
        elif isinstance(part, ast.Name):
            found.add(module.imports.get(part.id, f"{module.name}.{part.id}"))
    return found
