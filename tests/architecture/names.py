"""Every name that the tree holds, and the names in backticks that a text gives to it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.architecture.source import ROOT, modules

# Files whose words are names: settings of servers, dependencies, targets.
WORDED = ("Makefile", "Dockerfile", ".gitignore", "*.toml", "*.yml", "*.lock", "*.sh", "*.conf", "*.template")
# Files whose hyphenated words are names: classes and attributes of pages.
STYLED = ("*.html", "*.css", "*.js")
# Names that are not the tree's own, each with whose they are.
OUTSIDE = {
    "email-validator": "a library that was refused",
    "COMMAND": "stands for any command",
    "EpicsAndSolutions": "a file that the NHS publishes",
    "h1": "HTML",
    "InsertEpics": "a file that the NHS publishes",
    "LOCKED": "SQL",
    "Origin": "a header of HTTP",
    "SKIP": "SQL",
    "as_field_group": "Django's forms",
    "bigint": "SQL",
    "check": "Django's command",
    "div": "HTML",
    "form": "HTML",
    "db__message_insert": "a function in Mosquitto's source",
    "i18n": "Django's template tags",
    "kill": "a program of the system",
    "li": "HTML",
    "makemessages": "Django's command",
    "None": "Python",
    "null": "JSON and HTTP",
    "sha256sum": "a program of the system",
    "style": "HTML",
    "td": "HTML",
    "ul": "HTML",
    "unaccent": "an extension of PostgreSQL's",
    "unnest": "SQL",
}
# Paths that exist only once something has run.
MADE = frozenset(
    {
        "area.toml",
        ".uv",
        ".demo/messages",
        "build/conformance.json",
        "folder/data",
        "my-record.zip",
        "ready.json",
        "record.html",
        "record.json",
    }
)

QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
BLOCK = re.compile(r"```.*?```", re.DOTALL)
ONE_NAME = r"[\w./:<>=$+#-]+"
WORD = re.compile(r"[A-Za-z_][\w-]*\*?")
PATH = re.compile(r"[\w.*-]*(/[\w.*-]*)+|[\w-]+\.(py|md|html|txt|toml|yml|json|zip)")
# A value shown as an example: a day, a week, a postcode, a reference.
EXAMPLE = re.compile(r"\d.*|(?=.*\d)[A-Z\d]+([ -][A-Z\d]+)+")
# Parts of a text that name nothing: a quoted value, and a week or a postcode within an address.
VALUE = re.compile(r'"[^"]*"|(?<![\w-])[A-Z]*\d[A-Z\d-]*\b')


@dataclass(frozen=True, slots=True)
class Tree:
    """What there is: `ends` of the paths of files and folders, and `words` of code, configuration and pages."""

    ends: frozenset[str]
    words: frozenset[str]
    targets: frozenset[str]
    commands: frozenset[str]

    def holds(self, quoted: str) -> bool:
        """Whether a text in backticks names only what there is; one part that is gone is enough."""
        text, _, test = re.sub(r"<[a-z- ]+>|…(?=/)", "*", quoted).partition("::")
        if EXAMPLE.fullmatch(text):
            return True
        if made := re.match(r"make ([a-z-]+)", text):
            return made[1] in self.targets
        if command := re.match(r"manage\.py (\w+)", text):
            return command[1] in self.commands or command[1] in OUTSIDE
        if PATH.fullmatch(text):
            return (self._has_path(text.strip("/")) or self._is_address(text)) and (not test or self._has_word(test))
        return all(self._has_word(word) for word in WORD.findall(VALUE.sub("", text)))

    def _has_path(self, path: str) -> bool:
        """A path from the top, or the end of one: `states.py`, `actions/people`."""
        if "*" in path:
            pattern = re.compile(re.escape(path).replace(r"\*", "[^/]*"))
            return any(pattern.fullmatch(end) for end in self.ends)
        return path in self.ends or path in MADE

    def _is_address(self, text: str) -> bool:
        """An address of a page or a topic, `/gp/`, `<device>/steps`: each part stands in some route."""
        words = WORD.findall(VALUE.sub("", text))
        return text.startswith(("/", "socialrx/v1/", "*")) and all(self._has_word(word) for word in words)

    def _has_word(self, word: str) -> bool:
        """A name, the beginning of one (`referrer_*`), or names joined for a query (`membership__user`)."""
        if "*" in word:
            return any(known.startswith(word.partition("*")[0]) for known in self.words)
        known = self.words | OUTSIDE.keys()
        return word in known or word.replace("-", "_") in known or all(part in self.words for part in word.split("__"))


@cache
def tree() -> Tree:
    """The tree as it is on disk, without what git ignores."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    files = [Path(name) for name in listed if (ROOT / name).exists()]
    paths = {str(part) for path in files for part in (path, *path.parents)}
    return Tree(
        ends=frozenset(end for path in paths for end in _ends(path)),
        words=frozenset(_words(files)),
        targets=frozenset(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)),
        commands=frozenset(path.stem for path in files if path.parent.name == "commands"),
    )


def _ends(path: str) -> Iterator[str]:
    """`a/b/c.py` as `a/b/c.py`, `b/c.py`, `c.py`, and each without `.py`."""
    parts = path.split("/")
    for start in range(len(parts)):
        end = "/".join(parts[start:])
        yield from (end, end.removesuffix(".py"))


def _words(files: list[Path]) -> set[str]:
    words = {word for path in files for part in path.parts for word in part.split(".")}
    parsed = {module.path for module in modules()}
    for path in files:
        if any(path.match(pattern) for pattern in WORDED):
            words |= set(WORD.findall((ROOT / path).read_text()))
        elif any(path.match(pattern) for pattern in STYLED):
            words |= set(re.findall(r"[a-z]\w*(?:-\w+)+", (ROOT / path).read_text()))
        elif path.suffix == ".py" and ROOT / path not in parsed:
            words |= set(re.findall(r"^ *(?:def|class) (\w+)", (ROOT / path).read_text(), re.MULTILINE))
    return words.union(*(names_in(module.tree) for module in modules()))


def names_in(module: ast.Module) -> set[str]:
    """Identifiers, and the parts of strings that are one name or route: a code, a choice, an address. No docstring."""
    names: set[str] = set()
    aside = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        for field in ("id", "attr", "name", "arg", "module"):
            if isinstance(value := getattr(node, field, None), str):
                names |= set(value.split("."))
        if isinstance(node, ast.Constant) and id(node) not in aside and re.fullmatch(ONE_NAME, str(node.value)):
            names |= set(WORD.findall(str(node.value)))
    return names


def docstrings(module: ast.Module) -> Iterator[str]:
    """Every docstring of a module, its classes and its functions."""
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


def gone(text: str) -> list[str]:
    """What a text has in backticks, outside blocks of code, that the tree does not hold."""
    return [quoted for quoted in QUOTED.findall(BLOCK.sub("", text)) if not tree().holds(quoted)]
