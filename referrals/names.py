"""People's names: what is one, how it is shown, and how it is found however it was written."""

import unicodedata

from referrals.plain_text import tidy

# Letters that Unicode does not take apart, as they are written without their stroke, dot or tie.
PLAIN_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ɓ": "b", "ɗ": "d",
    "ƙ": "k", "ƴ": "y", "ə": "e", "ɛ": "e", "ɔ": "o", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th",
}  # fmt: skip
_PLAIN = str.maketrans(PLAIN_LETTERS)


def part(text: str) -> str:
    """A first or last name, tidy; blank where there is no letter in it: "-" is what people type who have none."""
    name = tidy(text)
    return name if any(character.isalpha() for character in name) else ""


def full(*parts: str) -> str:
    """The parts of a name that someone has, with a space between them; some people have one."""
    return " ".join(filter(None, parts))


def fold(text: str) -> str:
    """Small letters and figures alone: O'Connor and OConnor, Łukasz and Lukasz are the same."""
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return "".join(character for character in apart if character.isalnum())
