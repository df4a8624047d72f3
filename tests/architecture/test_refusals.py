"""Every refusal's code is named in a test, so that none can be switched off unnoticed."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import ROOT, modules

# Codes of refusals that no test of ours can bring about, each with the reason.
UNREACHABLE: dict[str, str] = {}


def codes() -> dict[str, list[str]]:
    """Code -> where it is refused."""
    constants = {f"{module.name}.{name}": value for module in modules() for name, value in texts(module.tree)}
    found: dict[str, list[str]] = {}
    for module in modules():
        for call in refusals(module.tree):
            code = call.args[0]
            name = getattr(code, "id", "")
            value = code.value if isinstance(code, ast.Constant) else ""
            value = value or constants.get(module.imports.get(name, f"{module.name}.{name}"))
            assert isinstance(value, str), f"{module.name}:{call.lineno} gives a code that no test can be looked up by"
            found.setdefault(value, []).append(f"{module.name}:{call.lineno}")
    return found


def texts(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that a module gives to texts, one by one or several at once."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            pairs = zip(target.elts, value.elts, strict=True) if several else [(target, value)]  # type: ignore[attr-defined]
            for name, text in pairs:
                if isinstance(name, ast.Name) and isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield name.id, text.value


def refusals(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal" and node.args:
            yield node


def words_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_code_is_named_in_a_test() -> None:
    named = {word for path in (ROOT / "tests").rglob("test_*.py") for word in words_of(path)}
    untested = {code: where for code, where in codes().items() if code not in named}
    assert untested.keys() == UNREACHABLE.keys(), untested


def test_a_refusal_is_found_with_its_code() -> None:
    [call] = refusals(ast.parse('raise Refusal("too-late", _("Too late."))'))
    assert ast.literal_eval(call.args[0]) == "too-late"
