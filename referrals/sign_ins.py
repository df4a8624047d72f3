"""How long somebody stays signed in, and what their browser calls itself in plain words."""

from datetime import datetime, timedelta

# After so long without a click a sign-in is over; at work, where others pass by the screen, sooner.
IDLE, IDLE_AT_WORK = timedelta(minutes=30), timedelta(minutes=15)
# However busy somebody is, they sign in anew after so long.
LONGEST = timedelta(hours=12)
# Before what cannot be taken back, or carries much away, the second factor is asked for again after so long.
RECENT = timedelta(minutes=10)
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


def needs_second_factor(*, at_work: bool, as_person: bool, by_link: bool) -> bool:
    """Whether somebody shows a second factor before they do anything.

    `at_work`: they have a role here; `as_person`: they are about to see their own record; `by_link`: a link to their
    proved address signed them in, which is what they have instead.
    """
    return at_work and not (as_person and by_link)


def is_recent(shown: datetime | None, now: datetime) -> bool:
    """Whether the second factor was shown a moment ago."""
    return shown is not None and now - shown < RECENT


def device_of(agent: str) -> tuple[str, str]:
    """Browser and system by a user agent, each blank where it is not told: `("Chrome", "Android")`.

    It is what the browser says of itself: a hint for its owner, and proof of nothing.
    """
    return _first(BROWSERS, agent), _first(SYSTEMS, agent)


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in names if sign in agent), "")
