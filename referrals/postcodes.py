"""How a UK postcode is written."""

import re

POSTCODE = re.compile(r"(GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2})")


DISTRICT = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9]?)")


def around(text: str) -> str | None:
    """The sector (`M33 2`, some thousand addresses) of a postcode, or the district (`M33`); None for what is neither.

    Enough to say how far a service is, and too little to say where somebody lives.
    """
    if whole := parse(text):
        return whole[:-2]
    outward, _space, inward = text.strip().upper().partition(" ")
    parts = DISTRICT.fullmatch(outward) if not inward else DISTRICT.fullmatch(outward + inward)
    if not parts or (inward and parts.group(2) != inward):
        return None
    return " ".join(filter(None, parts.groups()))


def parse(text: str) -> str | None:
    """The postcode in capitals with its space (`M1 1AE`), or None for what is none."""
    compact = re.sub(r"[\s-]", "", text).upper()
    return f"{compact[:-3]} {compact[-3:]}" if POSTCODE.fullmatch(compact) else None
