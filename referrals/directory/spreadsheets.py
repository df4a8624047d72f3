"""What a spreadsheet makes of a number, and how it is read again."""

import re

from referrals.plain_text import bare

AS_TEXT = re.compile(r'^="?([^"]*)"?$')
ROUNDED = re.compile(r"^[0-9]+([.,][0-9]+)?E\+?[0-9]+$", re.IGNORECASE)
AS_DECIMAL = re.compile(r"^(\+?[0-9]+)[.,]0+$")
YES = {"true": "yes", "y": "yes", "1": "yes", "false": "no", "n": "no", "0": "no"}


class RoundedError(ValueError):
    """The spreadsheet has rounded a number: its last figures are lost."""


def number(cell: str) -> str:
    """The figures as they were typed: `="0161"`, `'0161` and `161.0` are how spreadsheets keep or change them."""
    seen = bare(cell).removeprefix("'")
    if found := AS_TEXT.match(seen):
        seen = found.group(1)
    if ROUNDED.match(seen):
        raise RoundedError
    return AS_DECIMAL.sub(r"\1", seen)


def yes_or_no(cell: str) -> str:
    """TRUE, Y and 1 as yes; anything else as it is."""
    seen = bare(cell).casefold()
    return YES.get(seen, seen)
