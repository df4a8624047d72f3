"""`make demo`: it starts, brings back what dies, tells scripts where things are, and leaves nothing behind."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from socialrx.tools.demo import __main__ as command
from socialrx.tools.servers import unprivileged
from socialrx.tools.servers.processes import free_port, wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
NOTHING: dict[str, list[object]] = {"personas": [], "devices": [], "sessions": [], "tags": []}
PROCESSES = {"web", "consumer", "worker", "sender", "beat", "notify", "postgres", "redis", "mqtt"}
# Seconds, as promised.
BACK, STOPPED = 5, 10


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    arguments = ["--port", str(port), "--data", str(folder), "--simulate", "0"]
    return subprocess.Popen(
        [sys.executable, "-m", "socialrx.tools.demo", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def folder() -> Iterator[Path]:
    """A demo's folder whose example data, none at all, is loaded already."""
    made = Path(tempfile.mkdtemp(prefix="socialrx-demo-"))
    made.chmod(0o711)
    (made / "example.json").write_text(json.dumps(NOTHING))
    yield made
    unprivileged.remove(made / "postgres")
    unprivileged.remove(made)


def facts(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "ready.json").read_text())
    return found


def is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def is_there(pid: int) -> bool:
    """Whether the process runs; one that is dead but not yet collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_demo_goes_on_where_it_was_begun_heals_itself_and_stops_without_a_trace(folder: Path) -> None:
    by = timedelta(days=400)
    (folder / "shift").write_text(str(round(by.total_seconds())))
    port = free_port()
    with start(folder, port) as demo:
        try:
            assert demo.stdout
            assert demo.stdout.readline() == f"ready: http://127.0.0.1:{port}/\n"
            told = facts(folder)
            assert told["url"] == f"http://127.0.0.1:{port}"
            assert set(told["processes"]) == PROCESSES
            assert set(told) >= {"api", "openapi", "fhir", "open_referral", "database_url", "mqtt", *NOTHING}
            is_on_the_day_it_was_begun_on(told, by)
            for name in sorted(PROCESSES):
                comes_back(folder, name, told["url"])
            second_start_is_refused(folder)
            pids = facts(folder)["processes"].values()
        finally:
            demo.send_signal(signal.SIGTERM)
            asked = time.monotonic()
            demo.wait(2 * STOPPED)
    assert time.monotonic() - asked < STOPPED
    assert demo.returncode == 0
    assert [pid for pid in pids if is_there(pid)] == []
    assert not (folder / "ready.json").exists()


def comes_back(folder: Path, name: str, url: str) -> None:
    """The process is killed and ready.json names its successor in time."""
    killed = facts(folder)["processes"][name]
    os.kill(killed, signal.SIGKILL)
    assert wait_for(lambda: facts(folder)["processes"][name] not in {killed, None}, BACK), name
    assert wait_for(lambda: is_ready(url), 30, every=0.2), name


def second_start_is_refused(folder: Path) -> None:
    with start(folder, free_port()) as second:
        _, said = second.communicate(timeout=60)
    assert second.returncode == 1
    assert "Another demo is running" in said


def is_on_the_day_it_was_begun_on(told: dict[str, Any], by: timedelta) -> None:
    """The web and the database both live on a clock that is shifted by so much."""
    with urllib.request.urlopen(f"{told['url']}/readyz", timeout=20) as answer:
        web = parsedate_to_datetime(answer.headers["Date"])
    with contextlib.closing(psycopg2.connect(told["database_url"])) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT now()")
        [(database,)] = cursor.fetchall()
    there = datetime.now(UTC) + by
    assert [abs(moment - there) < timedelta(minutes=2) for moment in (web, database)] == [True, True]


def test_a_busy_port_is_a_clear_error_before_anything_starts(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with start(folder, port) as demo:
            _, said = demo.communicate(timeout=60)
    assert demo.returncode == 1
    assert f"Port {port} is busy" in said
    assert [path.name for path in folder.iterdir()] == ["example.json"]


def test_manage_without_a_demo_says_what_to_do_first(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "socialrx.tools.demo.manage", tmp_path, "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "run make demo first" in done.stderr


def test_the_defaults_are_the_contracts() -> None:
    chosen = command.options([])
    assert (chosen.port, chosen.people, chosen.seed, chosen.today, chosen.simulate) == (8000, 1500, 1, None, True)
    assert chosen.folder.name == ".demo"
