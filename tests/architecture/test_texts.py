"""No text that a person reads passes by gettext: not on a page, not in a message, not in a refusal."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from referrals.kit.refusal import Refusal
from tests.architecture.source import ROOT, FunctionNode, Module, modules
from tests.architecture.texts import untranslated

TEMPLATES = sorted(
    path
    for folder in ("templates", "socialrx/tools/templates")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".html", ".txt"}
)
GETTEXT = frozenset({"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "_"})
# What stands in templates and is no text: names of classes, and the product.
NO_TEXT = re.compile(r"(app-[a-z-]+ ?)+|secondary small|quiet stack|(- )?socialrx")
# Keywords of fields, of models and forms, whose value is read.
READ_KEYWORDS = frozenset({"empty_label", "error_messages", "help_text", "label", "title", "verbose_name", "why"})
# Labels of the caseload import that are the names of its file's columns.
COLUMNS = frozenset({"email", "nhs_number", "phone", "postcode"})
SENTENCE = re.compile(r"[A-Z][a-z']* \S+|[A-Z][a-z ]+[.:?]$")
# Places whose sentences no user of a page reads, each with the reason.
UNREAD = {
    "management": "an operator reads it on a console, in English as all programs there",
    "directory": "an operator reads it on the console of `import_services`",
    "reference": "an operator reads it on the console of the commands that load reference data",
    "replay": "the name of a made-up person, whose exported steps are replayed",
    "imports": "an operator reads it on the console of `import_steps`",
    "demo": "the console of the demo",
    "bench": "the console of the benchmark",
    "example": "invented data, and the console that loads it",
    "servers": "the console of private servers",
    "fhir": "codes with the names that SNOMED CT gives them, and FHIR's words",
    "serializers": "the published description of the interface, in English as its fields",
    "api_schema": "the published description of the interface, in English as its fields",
    "env": "an operator reads it when production does not start",
    "settings": "an operator reads it when production does not start",
    "checks": "an operator reads it when production does not start",
    "vendor": "a developer's console",
}


@pytest.mark.parametrize(
    ("template", "escapes"),
    [
        ("<p>Send</p>", ["Send"]),
        ("<p>{% translate 'Send' %} {{ name }}, 12</p>", []),
        ("<p>{% blocktranslate %}Send {{ name }}{% endblocktranslate %} now</p>", ["now"]),
        ('<img alt="A chart" src="chart.svg" class="wide one">', ["A chart"]),
        ('<a title="{% translate "More" %}" aria-label="{{ name }}: open">x</a>', [": open"]),
        ('<input type="submit" value="Save"><input type="hidden" value="Save">', ["Save"]),
        ('{% button "Send referral" %}{% button _("Send referral") %}', ["Send referral"]),
        ('{{ answer|default:"none" }}{{ answer|default:_("none") }}{{ answer|yesno:"yes,no" }}', ["none", "yes,no"]),
        ("{# Only for us #}{% comment %}And this{% endcomment %}<script>let text = 1;</script>", []),
    ],
)
def test_a_text_of_a_template_is_told_from_what_is_translated(template: str, escapes: list[str]) -> None:
    assert untranslated(template) == escapes


def test_no_text_of_a_template_escapes_gettext() -> None:
    escapes = {
        str(path.relative_to(ROOT)): texts
        for path in TEMPLATES
        if (texts := [text for text in _texts(path.read_text(), path.suffix) if not NO_TEXT.fullmatch(text)])
    }
    assert len(TEMPLATES) > 200
    assert escapes == {}


def _texts(template: str, suffix: str) -> list[str]:
    return untranslated(template, html=suffix == ".html")


def test_no_refusal_escapes_gettext() -> None:
    raised = [
        (module, *raising) for module in modules() if "example" not in module.name for raising in refusals(module)
    ]
    escapes = [
        f"{module.name}:{call.lineno}"
        for module, function, call in raised
        if not goes_through_gettext(call.args[1], function)
    ]
    assert len(raised) > 80
    assert escapes == []


def refusals(module: Module) -> Iterator[tuple[FunctionNode | ast.Module, ast.Call]]:
    """Each `Refusal(code, message)` with the function that makes it."""
    inside = {id(call): function for function in module.functions for call in ast.walk(function)}
    for call in ast.walk(module.tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refusal":
            yield inside.get(id(call), module.tree), call


def goes_through_gettext(message: ast.expr, function: ast.AST) -> bool:
    """Whether the message is made by gettext, or is a name that the function gives such a value."""
    if any(is_gettext(part) for part in ast.walk(message)):
        return True
    names = {part.id for part in ast.walk(message) if isinstance(part, ast.Name)}
    values = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id in names for to in node.targets)
    ]
    return bool(values) and all(any(is_gettext(part) for part in ast.walk(value)) for value in values)


def is_gettext(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT


@pytest.mark.parametrize(
    ("text", "escapes"),
    [
        ("raise Refusal('a', 'No.')", True),
        ("raise Refusal('a', _('No.'))", False),
        ("def f():\n    message = _('No.')\n    raise Refusal('a', message % {})", False),
        ("def f():\n    message = 'No.'\n    raise Refusal('a', message)", True),
        ("REFUSED = Refusal('a', gettext_noop('No.'))", False),
    ],
)
def test_a_refusal_without_gettext_is_seen(text: str, *, escapes: bool) -> None:
    module = Module("x", ROOT, ast.parse(text))
    assert [goes_through_gettext(call.args[1], function) for function, call in refusals(module)] == [not escapes]


def test_no_sentence_label_or_choice_in_the_source_escapes_gettext() -> None:
    read = [module for module in modules() if not UNREAD.keys() & set(module.name.split("."))]
    escapes = {module.name: texts for module in read if (texts := sorted(set(sentences(module.tree))))}
    assert len(read) > 200
    assert escapes == {}


def sentences(tree: ast.Module) -> Iterator[str]:
    """The strings that look like a sentence, or stand where a label does, outside gettext and docstrings."""
    aside = {id(part) for node in ast.walk(tree) if _is_unread(node) for part in ast.walk(node)}
    labels = {id(part) for label in _labels(tree) for part in _shown(label)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            pattern = r".*[A-Za-z]{2}" if id(node) in labels else SENTENCE
            if re.match(pattern, node.value) and node.value not in COLUMNS:
                yield node.value


def _is_unread(node: ast.AST) -> bool:
    """Docstrings, what gettext gets, what only a log or a traceback shows, and the description of the interface."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Raise):
        return isinstance(node.exc, ast.Call) and getattr(node.exc.func, "id", "") in {
            "ValueError",
            "LookupError",
            "TypeError",
        }
    return is_gettext(node) or (
        isinstance(node, ast.Call) and _name(node.func) in {"OpenApiParameter", "warning", "exception"}
    )


def _labels(tree: ast.Module) -> Iterator[ast.expr]:
    """Values of `label=`, `help_text=` and the like, and the second half of each choice."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for value in (word.value for word in node.keywords if word.arg in READ_KEYWORDS):
                yield from value.values if isinstance(value, ast.Dict) else [value]
        elif isinstance(node, ast.ClassDef) and any("Choices" in _name(base) for base in node.bases):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                    yield line.value.elts[1]


def _shown(label: ast.AST) -> Iterator[ast.AST]:
    """The parts of an expression that become its value: neither a key nor what a function is given."""
    yield label
    if isinstance(label, ast.BinOp) and isinstance(label.op, ast.Mod):
        yield from _shown(label.left)
    elif not isinstance(label, ast.Call | ast.Subscript):
        for part in ast.iter_child_nodes(label):
            yield from _shown(part)


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("form.add_error(None, 'Choose a day')", ["Choose a day"]),
        ("form.add_error(None, _('Choose a day'))", []),
        ("name = CharField(label='name')", ["name"]),
        ("name = CharField(label=_('Name'), max_length=20)", []),
        ("class Answer(TextChoices):\n    YES = 'yes', 'Yes'", ["Yes"]),
        ("class Answer(TextChoices):\n    YES = 'yes', _('Yes')", []),
        ("def f():\n    'Say no.'\n    raise ValueError('No such day.')", []),
        ("messages.success(request, f'Sent to {name}.')", ["Sent to "]),
    ],
)
def test_a_sentence_of_the_source_is_told_from_what_is_translated(text: str, found: list[str]) -> None:
    assert sorted(sentences(ast.parse(text))) == found


def test_a_refusal_speaks_the_readers_language() -> None:
    """`January` stands in for a sentence of ours: Django brings its translation, and ours come later."""
    refusal = Refusal("a", "January")
    with translation.override("fr"):
        assert refusal.message == "janvier"
    with translation.override("en-gb"):
        assert refusal.message == "January"
