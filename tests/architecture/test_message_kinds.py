"""Nothing outside `devices/messages` names a kind of message, so that a new one is a new module and nothing else."""

import ast
import re
from collections.abc import Iterator

import pytest

from devices.kinds import message_kinds
from tests.architecture.source import Module, modules

HOME = "devices.messages"
# The parts of the product that messages pass through, or that are told of them.
WATCHED = ("devices", "socialrx")
# They invent what people and devices do, so they speak of kinds; the product does without them.
TOOLS = frozenset({"bench", "demo", "example", "tools"})
# Who names a kind or imports its module, each with the reason.
NAMES_A_KIND = {
    "devices.charts": "the column that the chart draws",
    "devices.days": "the metric that days count; readings of any kind may have it",
    "devices.imports.open_mhealth": "the unit of a count, a word of Open mHealth's",
    "devices.models.alerts": "whom a call was about, which is the record's word too",
    "devices.selectors.days": "the columns of a day",
    "devices.selectors.facts": "the column that the observatory counts",
    "devices.selectors.reconcile": "the columns of a day",
    "devices.views.panels": "the panel of steps, by days",
    "socialrx.api_schema": "the status of an answer",
}


def kinds_named(module: Module) -> Iterator[str]:
    """A kind as a word of its own: as a text, in an SQL statement, or by its module's import."""
    kinds = "|".join(message_kinds())
    in_sql = re.compile(rf"'({kinds})'")
    yield from (name for name in module.imports.values() if name.startswith(f"{HOME}."))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.fullmatch(kinds, node.value):
                yield node.value
            yield from in_sql.findall(node.value)


def is_watched(module: Module) -> bool:
    parts = module.name.split(".")
    return parts[0] in WATCHED and parts[:2] != HOME.split(".") and not TOOLS & set(parts)


def test_no_other_module_names_a_kind_of_message() -> None:
    found = {module.name: named for module in modules() if is_watched(module) and (named := set(kinds_named(module)))}
    assert {name: named for name, named in found.items() if name not in NAMES_A_KIND} == {}
    assert NAMES_A_KIND.keys() - found.keys() == set(), "these name none any longer"


def test_neither_the_record_nor_the_observatory_imports_a_kind() -> None:
    elsewhere = {
        module.name
        for module in modules()
        if module.name.split(".")[0] not in WATCHED
        if any(name.startswith(f"{HOME}.") for name in module.imports.values())
    }
    assert elsewhere == set()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("kind = 'steps'", {"steps"}),
        ("cursor.execute(\"SELECT 1 FROM m WHERE kind = 'attendance'\")", {"attendance"}),
        ("words = 'steps and attendance'", set()),
        ("steps = 5", set()),
    ],
)
def test_a_kind_is_told_from_other_words(text: str, named: set[str]) -> None:
    module = modules()[0]
    assert set(kinds_named(Module("devices.scratch", module.path, ast.parse(text)))) == named
