"""Which tests live on a fixed day, and which on the machine's: the code that each test reaches, and what that names."""

import ast
import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.architecture.source import FunctionNode, Module, references

# What finds the time. Whoever opens a page or calls a command finds it too, for both are edges of the product.
ASKS = frozenset(
    {
        "datetime.date.today",
        "datetime.datetime.now",
        "datetime.datetime.today",
        "django.core.management.call_command",
        "django.test.Client",
        "django.utils.timezone.localdate",
        "django.utils.timezone.now",
        "time.time",
    }
)
# Days before these years are long ago, whenever the tests run, and whatever is greater is no year.
LONG_AGO, FAR_OFF = 2021, 2100
MONTHS = "|".join(calendar.month_abbr[1:])
DAY = re.compile(rf"^(\d{{4}})-(?:\d\d-\d\d|W\d\d)|\b\d{{1,2}} (?:{MONTHS})[a-z]* (\d{{4}})\b")
MARK = "time_machine"
FIXTURE = "pytest.fixture"
# Columns that the database's own clock fills.
DATABASE_CLOCK = frozenset({"erased_at", "pgh_created_at", "recorded_at"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A function, class or constant of a test module, and the names it uses."""

    node: ast.stmt
    uses: frozenset[str]
    takes: frozenset[str]
    asks: bool
    names_a_day: bool
    reads_the_databases_clock: bool


class Reached:
    """All units of the tests by full name, and the fixtures among them by their own."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.units = {name: unit for module in modules for name, unit in _units(module)}
        self.marked = {f"{module.name}." for module in modules if _is_marked(module.tree.body)}
        self.fixtures: dict[str, list[str]] = {}
        for name, unit in self.units.items():
            if isinstance(unit.node, FunctionNode) and any(FIXTURE in ast.unparse(d) for d in unit.node.decorator_list):
                self.fixtures.setdefault(unit.node.name, []).append(name)

    def tests(self) -> Iterator[str]:
        return (name for name in self.units if name.rpartition(".")[2].startswith("test_"))

    def lives_on_a_fixed_day(self, test: str) -> bool:
        """Whether the test is marked, by itself or with its module."""
        return test.startswith(tuple(self.marked)) or _has_mark(self.units[test].node)

    def mixes(self, test: str) -> bool:
        """Whether the test asks for the time and names a day, and is not on that day."""
        reached = self.reach(test)
        asks = any(unit.asks for unit in reached)
        return asks and any(unit.names_a_day for unit in reached) and not self.lives_on_a_fixed_day(test)

    def reach(self, test: str) -> list[Unit]:
        """The test, its fixtures, and what these call, in whichever module of the tests."""
        seen: set[str] = set()
        waiting = [test]
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self.units:
                continue
            seen.add(name)
            unit = self.units[name]
            waiting += [*unit.uses, *(found for taken in unit.takes for found in self._fixture(name, taken))]
        return [self.units[name] for name in seen]

    def _fixture(self, user: str, name: str) -> list[str]:
        """The fixture of that name: the module's own, else of any folder above, else of all."""
        found = self.fixtures.get(name, [])
        own = [one for one in found if one.rpartition(".")[0] == user.rpartition(".")[0]]
        return own or [one for one in found if ".test_" not in one]


def is_a_day(node: ast.AST) -> bool:
    """Whether it is a day of our time: `date(2026, 3, 1)`, the words for one, or one as it is typed into a form."""
    match node:
        case ast.Call(args=[ast.Constant(value=int(year)), _, _, *_]):
            return _is_ours(year)
        case ast.Constant(value=str(words)):
            return any(map(_is_ours, _years(words)))
        case ast.Dict():
            typed = dict(zip(map(_text, node.keys), map(_text, node.values), strict=True))
            return any(name.endswith("year") and year.isdigit() and _is_ours(year) for name, year in typed.items())
    return False


def _is_ours(year: str | int) -> bool:
    return LONG_AGO <= int(year) < FAR_OFF


def _years(words: str) -> Iterator[str]:
    """The years of the days in a text."""
    return (year for found in DAY.finditer(words) for year in found.groups() if year)


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _units(module: Module) -> Iterator[tuple[str, Unit]]:
    for node in module.tree.body:
        for name in _names(node):
            yield f"{module.name}.{name}", _unit(module, node)


def _unit(module: Module, node: ast.stmt) -> Unit:
    parts = list(ast.walk(node))
    uses = frozenset(references(module, node))
    return Unit(
        node,
        uses,
        takes=frozenset(part.arg for part in parts if isinstance(part, ast.arg)),
        asks=bool(uses & ASKS),
        names_a_day=any(map(is_a_day, parts)),
        reads_the_databases_clock=any(
            isinstance(part, ast.Attribute) and part.attr in DATABASE_CLOCK for part in parts
        ),
    )


def _names(node: ast.stmt) -> list[str]:
    """What the statement defines."""
    if isinstance(node, FunctionNode | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
    return []


def _is_marked(body: list[ast.stmt]) -> bool:
    return any("pytestmark" in _names(node) and MARK in ast.unparse(node) for node in body)


def _has_mark(node: ast.stmt) -> bool:
    return isinstance(node, FunctionNode) and any(f"mark.{MARK}" in ast.unparse(d) for d in node.decorator_list)
