"""A shifted clock: a command and what it starts believe it, and seconds stay as long as they are."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from referrals.kit.calendar import LONDON
from socialrx.tools.demo import day
from socialrx.tools.servers import binaries, clock
from socialrx.tools.servers.errors import ServerError

ASK = "import time; time.sleep(0.01); print(time.time())"
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {ASK!r}], check=True)"
YEAR = timedelta(days=400)


def is_ahead(code: str, environment: dict[str, str], by: timedelta) -> bool:
    """Whether a command's clock is ahead of ours by so much, give or take the minute that it may need to start."""
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return abs(float(said.stdout) - time.time() - by.total_seconds()) < 60


@pytest.mark.parametrize("by", [YEAR, -YEAR])
def test_a_command_and_its_child_live_on_another_day(tmp_path: Path, by: timedelta) -> None:
    environment = os.environ | clock.shifted(by, tmp_path)
    assert is_ahead(ASK, environment, by)
    assert is_ahead(CHILD, environment, by)


def test_a_shift_comes_on_top_of_our_own_and_can_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = int(os.environ.get(clock.SHIFT, "0"))
    shift = clock.shifted(YEAR, tmp_path)
    assert int(shift[clock.SHIFT]) == ours + YEAR.total_seconds()
    for name, value in shift.items():
        monkeypatch.setenv(name, value)
    assert clock.own() == shift
    assert is_ahead(ASK, clock.unshifted(os.environ), -timedelta(seconds=ours))


def test_without_the_library_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "wheel_folder", lambda _package: None)
    with pytest.raises(ServerError, match="install the Python package libfaketime"):
        clock.shifted(YEAR, tmp_path)


def test_the_demos_day_is_chosen_at_its_first_start(tmp_path: Path) -> None:
    now = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    summer = datetime(2027, 7, 1, 9, 30, tzinfo=LONDON)
    chosen = int((summer - now).total_seconds())
    assert day.shift(tmp_path, None, now) == 0
    assert day.shift(tmp_path, now.date(), now) == 0
    assert day.shift(tmp_path, summer.date(), now) == chosen
    later = now + timedelta(days=3)
    assert [day.shift(tmp_path, today, later) for today in (None, summer.date(), now.date())] == [chosen] * 3


def test_a_demo_that_was_begun_without_a_day_keeps_the_machines(tmp_path: Path) -> None:
    now = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    (tmp_path / "example.json").write_text("{}")
    assert day.shift(tmp_path, now.date() + YEAR, now) == 0
