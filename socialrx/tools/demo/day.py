"""The demo's own day: where TODAY names another than the machine's, all that the demo runs believes it is that day.

Its time of day is the machine's, and goes on from there. The shift is kept in the demo's folder for later starts.
"""

import os
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from referrals.kit.calendar import LONDON
from socialrx.tools.demo import data
from socialrx.tools.servers import clock, unprivileged

# Set in a demo that lives on its own day already.
REACHED = "SOCIALRX_DEMO_DAY"


def reach(folder: Path, today: date | None) -> None:
    """Begin this program anew with a shifted clock, unless its day is the machine's; ServerError where that fails."""
    seconds = shift(folder, today, datetime.now(UTC))
    if not seconds or REACHED in os.environ:
        return
    # A folder of whoever PostgreSQL runs as: that one has to read the library too.
    home = unprivileged.home(folder / "postgres", unprivileged.user())
    environment = clock.shifted(timedelta(seconds=seconds), home)
    command = [sys.executable, "-m", "socialrx.tools.demo", *sys.argv[1:]]
    os.execve(sys.executable, command, os.environ | environment | {REACHED: "1"})


def shift(folder: Path, today: date | None, now: datetime) -> int:
    """By how many seconds: chosen at the first start, and the same at every other."""
    kept = folder / "shift"
    if kept.exists():
        return int(kept.read_text())
    if today is None or data.example(folder).exists():
        return 0
    there = datetime.combine(today, now.astimezone(LONDON).time(), LONDON)
    seconds = round((there - now).total_seconds())
    if seconds:
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(str(seconds))
    return seconds
