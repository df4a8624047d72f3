"""How a UK postcode is written."""

import re

POSTCODE = re.compile(r"(GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2})")


def parse(text: str) -> str | None:
    """The postcode in capitals with its space (`M1 1AE`), or None for what is none."""
    compact = re.sub(r"[\s-]", "", text).upper()
    return f"{compact[:-3]} {compact[-3:]}" if POSTCODE.fullmatch(compact) else None
