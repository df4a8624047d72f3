"""Texts that a person reads and that no translator would see: in templates and in the product's source."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType

# Attributes whose value is read, or read out.
READ_ATTRIBUTES = frozenset({"alt", "aria-description", "aria-label", "label", "placeholder", "summary", "title"})
TRANSLATED = ("blocktrans", "blocktranslate")
# Stands where a tag or a variable puts something.
HOLE = "\ue000"
WORD = re.compile(r"[^\W\d_]{2,}")
# A quoted piece of a tag, with what stands before it: `_(` where it is translated, a filter whose argument is shown.
LITERAL = re.compile(r"""(_\(|(?:default|default_if_none|pluralize|yesno):)?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
LOOKS_LIKE_TEXT = re.compile(r"[A-Z][a-z]|.* .*[a-z]{2}")
# Tags whose arguments are compared, or translated.
SHOWS_NOTHING = frozenset({"if", "elif", "trans", "translate"})


def untranslated(template: str, *, html: bool = True) -> list[str]:
    """The texts of a template, and of its tags' arguments, that pass by gettext."""
    tokens = list(_outside_translation(Lexer(template).tokenize()))
    plain = "".join(token.contents if token.token_type is TokenType.TEXT else HOLE for token in tokens)
    return [*(_Page.texts(plain) if html else _texts(plain)), *_literals(tokens)]


def _outside_translation(tokens: list[Token]) -> Iterator[Token]:
    ends = ""
    for token in tokens:
        tag = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
        if ends:
            ends = "" if tag == ends else ends
        elif tag in (*TRANSLATED, "comment", "verbatim"):
            ends = f"end{tag}"
        elif token.token_type is not TokenType.COMMENT:
            yield token


def _texts(plain: str) -> list[str]:
    pieces = (" ".join(piece.split()) for piece in plain.split(HOLE))
    return [piece for piece in pieces if WORD.search(piece)]


def _literals(tokens: list[Token]) -> Iterator[str]:
    """What a tag or a filter is given as it stands, and looks like a sentence or a heading."""
    for token in tokens:
        if token.token_type is TokenType.TEXT or token.contents.split()[0] in SHOWS_NOTHING:
            continue
        for before, quoted in LITERAL.findall(token.contents):
            looks = WORD if before.endswith(":") else LOOKS_LIKE_TEXT
            if before != "_(" and looks.match(quoted[1:-1]):
                yield quoted[1:-1]


class _Page(HTMLParser):
    """Gathers what a page shows: its text, and the attributes that are read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = False

    @classmethod
    def texts(cls, plain: str) -> list[str]:
        page = cls()
        page.feed(plain)
        page.close()
        return page.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag in {"script", "style"}
        for name, value in attrs:
            is_button = tag == "input" and name == "value" and dict(attrs).get("type") in {"submit", "button"}
            if name in READ_ATTRIBUTES or is_button:
                self.found += _texts(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found += _texts(data)
