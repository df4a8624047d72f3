"""The hours at which a service meets, where its words say them plainly."""

import re
from datetime import time

_TIME = r"(?:(\d{1,2})(?:[:.]([0-5]\d))?\s*(am|pm)?|(noon|midday|midnight))"
RANGE = re.compile(rf"(?<![\d:.]){_TIME}\s*(?:-|\u2013|to|until)\s*{_TIME}(?![\d:.]*\d|\w)", re.IGNORECASE)
NAMED = {"noon": 12 * 60, "midday": 12 * 60, "midnight": 24 * 60}
HALF_DAY, DAY = 12 * 60, 24 * 60
Hours = tuple[time, time]


def in_words(text: str) -> Hours | None:
    """When it opens and closes, by the one range that a text names; None for none, or more than one."""
    ranges = [found for match in RANGE.finditer(text) if (found := _hours(*match.groups()))]
    return ranges[0] if len(ranges) == 1 else None


def _hours(*parts: str | None) -> Hours | None:
    """Both ends; a start without am or pm has that of the end, unless it would then be later. "5-11" is no time."""
    start, end = parts[:4], parts[4:]
    opens, closes = _minutes(*start, half=start[2] or end[2]), _minutes(*end, half=end[2])
    if opens is None or closes is None or closes >= DAY:
        return None
    if opens > closes and start[2] is None and end[2]:
        opens -= HALF_DAY
    if not 0 <= opens < closes:
        return None
    return time(*divmod(opens, 60)), time(*divmod(closes, 60))


def _minutes(
    hour: str | None, minute: str | None, _half: str | None, named: str | None, *, half: str | None
) -> int | None:
    """Minutes since midnight; without am or pm, minutes have to be said."""
    if named:
        return NAMED[named.casefold()]
    if not half:
        minutes = int(hour or 0) * 60 + int(minute) if minute else None
        return minutes if minutes is not None and minutes < DAY else None
    if not 1 <= int(hour or 0) <= 12:
        return None
    later = HALF_DAY if half.casefold() == "pm" else 0
    return int(hour or 0) % 12 * 60 + int(minute or 0) + later
