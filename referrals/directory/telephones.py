"""Telephone numbers as directories write them: short numbers, extensions, several in a cell, a nought that was lost."""

import re

# Numbers of a few digits that work all over the country.
SHORT = re.compile(r"1\d\d|116\d{3}|18\d{3}")
FULL = re.compile(r"(\+|00)?[0-9]{10,15}")
# A spreadsheet takes 0161 496 0130 for a number, and drops the nought.
NOUGHT_LOST = re.compile(r"[1237-9]\d{9}|[18]\d{8}")
EXTENSION = re.compile(r"[\s,;]*(?:\(?\s*(?:ext(?:ension|n)?|x)\.?:?\s*|#)\s*(\d{1,6})\s*\)?$", re.IGNORECASE)
DIVIDER = re.compile(r"\s*(?:[/;|,\n]|\bor\b|\band\b|&)\s*", re.IGNORECASE)
BETWEEN = re.compile(r"[\s().\u2010-\u2015\u00a0-]")
QUOTES = "\"'\u2018\u2019\u201c\u201d`"


def read(value: str) -> tuple[str, str]:
    """The first telephone number of a cell, spaced as in the file, and what to know of the rest; blank for none."""
    numbers = [number for part in DIVIDER.split(value) if (number := one(part))]
    if not numbers:
        return "", ""
    others = f"only the first of {len(numbers)} numbers is kept: {', '.join(numbers[1:])}" if numbers[1:] else ""
    return numbers[0], others


def one(value: str) -> str:
    """One number with its extension as `0161 496 0131 ext. 5`; blank where it is none."""
    found = value.strip().strip(QUOTES).strip()
    extension = EXTENSION.search(found)
    number = found[: extension.start()] if extension else found
    number = re.sub(r"^(tel(ephone)?|phone|call)\.?:?\s*", "", number, flags=re.IGNORECASE).strip(" ,;:")
    digits = BETWEEN.sub("", number)
    if SHORT.fullmatch(digits):
        return number
    if NOUGHT_LOST.fullmatch(digits) and not number.startswith("+"):
        number, digits = f"0{number}", f"0{digits}"
    if not FULL.fullmatch(digits):
        return ""
    return f"{number} ext. {extension[1]}" if extension else number
