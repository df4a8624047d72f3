"""Text as people type it and systems send it, without the marks that nobody sees. One rule for every door.

Harmless marks are left out. Marks that make a page read otherwise than what is stored are refused.
"""

import re
import unicodedata

# Marks that make later text run the other way.
DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_BREAKS = frozenset("\n\r\t")
# They join or part the letters of some scripts and the parts of some emoji, so they count between two of these.
JOINERS = frozenset("\u200c\u200d")
# Letters and signs that have a width at most, and no ink.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
LINE_SEPARATORS = frozenset("\u2028\u2029")
DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")


def tidy(text: str, *, lines: bool = False) -> str:
    """The text in composed letters, with plain spaces and without harmless marks; what is refused stays in it.

    `lines`: it may have several lines, which stay as they are. Otherwise every run of spaces is one.
    """
    kept = LINE_BREAKS if lines else frozenset[str]()
    shown = "".join(_shown(text, index, kept) for index in range(len(text)))
    composed = unicodedata.normalize("NFC", shown)
    return composed if lines else " ".join(part for part in composed.split(" ") if part)


def is_unsafe(text: str, *, lines: bool = False) -> bool:
    """Whether it has control characters, direction overrides or, unless it may have lines, the end of one."""
    allowed = LINE_BREAKS if lines else frozenset[str]()
    return any(_is_unsafe(character) for character in text if character not in allowed)


def bare(text: str) -> str:
    """A number, code or address as it was copied: with plain spaces and hyphens, without marks that nobody sees."""
    seen = "".join(character for character in text if not (_is_mark(character) or character in DIRECTION_OVERRIDES))
    return DASHES.sub("-", " ".join(seen.split()))


def _shown(text: str, index: int, kept: frozenset[str]) -> str:
    character = text[index]
    if character in kept or (_is_unsafe(character) and character != "\t"):
        return character
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    if character in JOINERS:
        return character if _joins(text[index - 1 : index], text[index + 1 : index + 2]) else ""
    return "" if _is_mark(character) else character


def _joins(before: str, after: str) -> bool:
    return all(side and not side.isascii() and not side.isspace() and not _is_mark(side) for side in (before, after))


def _is_mark(character: str) -> bool:
    return character in BLANKS or unicodedata.category(character) == "Cf"


def _is_unsafe(character: str) -> bool:
    category = unicodedata.category(character)
    return category in {"Cc", "Cs"} or character in DIRECTION_OVERRIDES or character in LINE_SEPARATORS
