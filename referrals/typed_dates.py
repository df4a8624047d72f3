"""Days of birth as people type them: `3/5/52`, `03051952`, `3rd May 1952`, `1952-05-03`.

A plain rule: what is typed and today give the days that may be meant. The day comes before its month, as people here
write it.
"""

import re
from datetime import date

LONG_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)
MONTHS = tuple(name[:3] for name in LONG_MONTHS)

_YEAR = "(?P<year>[0-9]{4}|[0-9]{2})"
_SPELLINGS = tuple(
    re.compile(spelling)
    for spelling in (
        r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})",
        rf"(?P<day>[0-9]{{1,2}})[-/. ]+(?P<month>[0-9]{{1,2}})[-/. ]+{_YEAR}",
        rf"(?P<day>[0-9]{{2}})(?P<month>[0-9]{{2}}){_YEAR}",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[-/. ]*(?P<month>[a-z]{{3,9}})\.?[-/., ]*{_YEAR}",
    )
)


def birthdays(text: str, today: date) -> frozenset[date]:
    """Every day of birth that a text may mean: of two figures for the year, both centuries that are possible."""
    typed = text.casefold().strip()
    found = next(filter(None, (spelling.fullmatch(typed) for spelling in _SPELLINGS)), None)
    if found is None:
        return frozenset()
    month, year = _month(found["month"]), int(found["year"])
    this = today.year // 100 * 100
    years = [year] if len(found["year"]) == 4 else [century + year for century in (this, this - 100, this - 200)]
    days = [day for year in years if (day := _real(year, month, int(found["day"]))) and day <= today]
    return frozenset(days[:2])


def _month(typed: str) -> int:
    """The number of a month by its figures, its name or at least three letters of it; 0 for no month."""
    if typed.isdecimal():
        return int(typed)
    return next((number for number, name in enumerate(LONG_MONTHS, 1) if name.startswith(typed)), 0)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
