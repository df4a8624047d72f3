"""What fits into one text message: 160 characters of the GSM alphabet (3GPP TS 23.038), some of which count twice."""

import unicodedata
from collections.abc import Sequence

LONGEST = 160
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
# Letters and signs that do not come apart into a plain letter and an accent.
PLAIN = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": "..."}
    | {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "œ": "oe", "Œ": "OE", "\u0131": "i", "þ": "th", "Þ": "Th", "ð": "d"}
    | {"\u00a0": " ", "\u202f": " ", "`": "'"}
)


def plain(text: str) -> str:
    """The text in letters that every telephone shows: "Zoë" as "Zoe"; what has no such letter is left out."""
    return "".join(_plain(letter) for letter in unicodedata.normalize("NFC", text).translate(PLAIN))


def _plain(letter: str) -> str:
    if letter in BASIC or letter in EXTENDED:
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if part in BASIC)


def length(text: str) -> int:
    """How many of the 160 a text in plain letters takes."""
    return sum(2 if letter in EXTENDED else 1 for letter in text)


def fit(lines: Sequence[str]) -> str:
    """The lines as one text: the first says what happened and the last how to stop; of the others, those that fit."""
    *said, stop = [plain(line).strip() for line in lines]
    kept = said[:1]
    for line in said[1:]:
        if length(" ".join([*kept, line, stop])) <= LONGEST:
            kept.append(line)
    return " ".join([*kept, stop])
