"""The days and hours on which every test has to pass: `python -m tests.dates NAME`; `make test-dates` calls this.

NAME is one of `MOMENTS`, `all`, or `in-turn` for the one whose turn it is today; what follows it goes to pytest.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from referrals.kit.calendar import LONDON, local_day
from socialrx.tools.servers import clock
from socialrx.tools.servers.temporary import new_folder

# Name -> the day, as a date or so long from now, and the time in London at which the tests start.
MOMENTS: dict[str, tuple[date | timedelta, time]] = {
    "in-40-days": (timedelta(days=40), time(7)),
    "in-400-days": (timedelta(days=400), time(23, 55)),
    "new-years-eve": (date(2026, 12, 31), time(23, 30)),
    "first-monday": (date(2027, 1, 4), time(0, 5)),
    "clocks-go-forward": (date(2027, 3, 28), time(0, 5)),
    # Five past midnight in summer time: in UTC it is the day before.
    "clocks-go-back": (date(2027, 10, 31), time(0, 5)),
    "leap-day": (date(2028, 2, 29), time(23, 55)),
}
# The machine's own clock takes its turn as well.
NOW = "now"
TURNS = (*list(MOMENTS)[:3], NOW, *list(MOMENTS)[3:])


def in_turn(today: date) -> str:
    """Whose turn it is: in as many days as there are, each has had one."""
    return TURNS[today.toordinal() % len(TURNS)]


def start_of(name: str, now: datetime) -> datetime:
    """The moment (aware, London) at which the tests start."""
    day, at = MOMENTS[name]
    return datetime.combine(day if isinstance(day, date) else local_day(now) + day, at, LONDON)


def passes(name: str, arguments: Sequence[str]) -> bool:
    """Run the tests at that moment, and say whether all passed."""
    command = [sys.executable, "-m", "pytest", *arguments]
    if name == NOW:
        return subprocess.run(command, check=False).returncode == 0
    folder = new_folder()
    try:
        now = datetime.now(UTC)
        start = start_of(name, now)
        sys.stdout.write(f"The tests start on {start:%A %-d %B %Y at %H:%M} ({name}).\n")
        sys.stdout.flush()
        shift = clock.shifted(start - now, folder)
        return subprocess.run(command, env=os.environ | shift, check=False).returncode == 0
    finally:
        shutil.rmtree(folder)


def main(name: str, *arguments: str) -> int:
    names = list(MOMENTS) if name == "all" else [in_turn(local_day(datetime.now(UTC))) if name == "in-turn" else name]
    failed = [one for one in names if not passes(one, arguments)]
    if failed:
        sys.stdout.write(f"Failed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
