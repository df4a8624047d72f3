"""Which code a person or a machine can reach: from an address, a command, a scheduled task or a device's message.

The graph is read from the source: a function, class or table of a module is a node, and what it names is what it
leads to. The example, the demo, the benchmark and the tests are no doors, so what only they call is not reached.
"""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tests.architecture.source import Module, modules, references

# Kept apart from the product's own code: what they write, a person has to be able to write without them.
TOOLS = "socialrx.tools"
# Modules by which something comes in from outside, by the last part of their name or the folder they stand in.
DOORS_BY_NAME = frozenset({"apps", "asgi", "celery", "schedule", "settings", "tasks", "urls", "wsgi"})
DOORS_BY_FOLDER = frozenset({"commands", "urls"})
MESSAGES_OF_DEVICES = "devices.messages."
REPLACE = "dataclasses.replace"
# What settings and schedules name as text: `"referrals.kit.api.authentication.BearerAuthentication"`.
OUR_NAME = re.compile(r"(?:socialrx|referrals|devices|observatory)(?:\.\w+)+")
# What a module does when it is imported.
ON_IMPORT = "<import>"


@dataclass(frozen=True, slots=True)
class Node:
    """A statement of a module, and the full names that it leads to."""

    module: Module
    statement: ast.stmt
    leads_to: frozenset[str]


@cache
def graph() -> Mapping[str, tuple[Node, ...]]:
    """Full name -> the statements that define it."""
    nodes: dict[str, list[Node]] = {}
    for module in modules():
        if not module.name.startswith(TOOLS):
            for statement in module.tree.body:
                node = Node(module, statement, frozenset(references(module, statement) | _named_as_text(statement)))
                for name in _names_of(statement):
                    nodes.setdefault(f"{module.name}.{name}", []).append(node)
    return {name: tuple(found) for name, found in nodes.items()}


def _names_of(statement: ast.stmt) -> list[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [statement.name]
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    return [target.id for target in targets if isinstance(target, ast.Name)] or [ON_IMPORT]


def _named_as_text(statement: ast.stmt) -> set[str]:
    return {
        part.value
        for part in ast.walk(statement)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and OUR_NAME.fullmatch(part.value)
    }


def is_door(module: str) -> bool:
    *folders, last = module.split(".")
    # `accounts_urls` is addresses as `urls` is.
    return (
        last.rpartition("_")[2] in DOORS_BY_NAME
        or bool(DOORS_BY_FOLDER & set(folders))
        or module.startswith(MESSAGES_OF_DEVICES)
    )


@cache
def reached(without: frozenset[str] = frozenset()) -> frozenset[str]:
    """The full names that the doors lead to; `without` are names, or whole modules, that are taken away."""
    seen: set[str] = set()
    ahead = [name for name in graph() if is_door(name.rpartition(".")[0])]
    while ahead:
        name = ahead.pop()
        module = name.rpartition(".")[0]
        if name in seen or name in without or module in without:
            continue
        seen.add(name)
        imported = (f"{module}.{ON_IMPORT}", f"{name}.{ON_IMPORT}")
        ahead.extend(one for one in imported if one in graph())
        ahead.extend(led for node in graph().get(name, ()) for led in node.leads_to)
    return frozenset(seen)


def actions() -> Iterator[str]:
    """The full names of what changes the record: the public functions of `actions/`."""
    for name, nodes in graph().items():
        module, _dot, function = name.rpartition(".")
        if ".actions" in module and not function.startswith("_") and isinstance(nodes[0].statement, ast.FunctionDef):
            yield name


def written(names: Collection[str]) -> frozenset[str]:
    """Every word that the code of these names sets: keyword, attribute or key."""
    return frozenset(
        word
        for name in names
        for node in graph().get(name, ())
        for part in ast.walk(node.statement)
        for word in _words_set(part)
    )


def _words_set(part: ast.AST) -> Iterator[str]:
    if isinstance(part, ast.keyword) and part.arg:
        yield part.arg
    elif isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
        yield part.attr
    elif isinstance(part, ast.Dict):
        yield from (key.value for key in part.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def declared(class_name: str) -> list[str]:
    """The names that a class declares in its body, in their order: fields of a dataclass or of a form."""
    return [
        name
        for node in graph().get(class_name, ())
        if isinstance(node.statement, ast.ClassDef)
        for statement in node.statement.body
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for name in _names_of(statement)
        if name != ON_IMPORT
    ]


def filled(draft: str, names: Collection[str]) -> frozenset[str]:
    """The fields of a draft that the code of these names gives it, be it later by `replace`.

    `Draft(**values)` in a form gives every field that the form, or a form it extends, declares.
    """
    fields = declared(draft)
    given: set[str] = set()
    for name in names:
        for node in graph().get(name, ()):
            if not node.leads_to & {draft, REPLACE}:
                continue
            for call in (part for part in ast.walk(node.statement) if isinstance(part, ast.Call)):
                called = references(node.module, call.func)
                if called & {draft, REPLACE}:
                    given.update(word.arg for word in call.keywords if word.arg)
                if draft in called:
                    given.update(fields[: len(call.args)])
                    if any(word.arg is None for word in call.keywords):
                        given.update(_fields_of_form(name))
    return frozenset(given & set(fields))


def _fields_of_form(name: str) -> Iterator[str]:
    yield from declared(name)
    for node in graph().get(name, ()):
        if isinstance(node.statement, ast.ClassDef):
            for base in node.statement.bases:
                for extended in references(node.module, base):
                    yield from _fields_of_form(extended)
