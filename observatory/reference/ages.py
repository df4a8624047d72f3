"""Ages and sexes as files of counts have them, put into the bands and words of figures."""

import re

from observatory.dimensions.age_band import BANDS
from referrals.kit.reference.rows import UnreadableError

# Everybody together: all ages, both sexes.
EVERYONE = ""
SEXES = {
    **dict.fromkeys(("all", "persons", "total"), EVERYONE),
    **dict.fromkeys(("female", "females", "f"), "female"),
    **dict.fromkeys(("male", "males", "m"), "male"),
    **dict.fromkeys(("indeterminate", "other"), "other"),
    **dict.fromkeys(("unknown", "not known"), "unknown"),
}
# `17`, `15_19`, `15-19`, `15 to 19`, `95+`.
AGE = re.compile(r"([0-9]{1,3})(?:\s*(\+)|\s*(?:_|-|to)\s*([0-9]{1,3}))?", re.IGNORECASE)


def band_of(lowest: int, highest: int) -> str | None:
    """The band that both ages lie in; None where they lie in two."""
    bands = [[band for least, band in BANDS if least <= age][-1] for age in (lowest, highest)]
    return bands[0] if bands[0] == bands[1] else None


def age_band(cell: str) -> str:
    """The band of an age or of a range of ages; EVERYONE for all."""
    if cell.casefold() in {"all", "all ages"}:
        return EVERYONE
    found = AGE.fullmatch(cell)
    if not found:
        raise UnreadableError("no-age", f"{cell[:40]!r} is no age")
    lowest = int(found[1])
    highest = 999 if found[2] else int(found[3] or lowest)
    if highest < lowest or (band := band_of(lowest, highest)) is None:
        raise UnreadableError("two-age-bands", f"{cell} lies in two age bands; there is a file by single years of age")
    return band
