"""How long somebody stays signed in, and what their browser calls itself in plain words."""

from datetime import datetime, timedelta

# After so long without a click a sign-in is over; at work, where others pass by the screen, sooner.
IDLE, IDLE_AT_WORK = timedelta(minutes=30), timedelta(minutes=15)
# However busy somebody is, they sign in anew after so long.
LONGEST = timedelta(hours=12)
# A click is noted once in this time, so that reading costs no writing.
NOTED_EACH = timedelta(minutes=1)
# How long people see their earlier sign-ins.
KEPT = timedelta(days=90)

# What stands in a user agent -> what people call it. The first that is found counts: most browsers name others too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def is_over(*, began: datetime, seen: datetime, now: datetime, at_work: bool) -> bool:
    """Whether a sign-in that began then and was used last at `seen` is over; all are aware moments."""
    return now - seen >= (IDLE_AT_WORK if at_work else IDLE) or now - began >= LONGEST


def device_of(agent: str) -> tuple[str, str]:
    """Browser and system by a user agent, each blank where it is not told: `("Chrome", "Android")`.

    It is what the browser says of itself: a hint for its owner, and proof of nothing.
    """
    return _first(BROWSERS, agent), _first(SYSTEMS, agent)


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in names if sign in agent), "")
