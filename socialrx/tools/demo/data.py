"""The demo's folder: who uses it, its environment, its example data, and what it tells scripts in ready.json."""

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from socialrx.tools.demo import notify
from socialrx.tools.servers import clock
from socialrx.tools.servers.errors import ServerError
from socialrx.tools.servers.mqtt import Broker
from socialrx.tools.servers.processes import Process
from socialrx.tools.servers.secrets import secret, write_private
from socialrx.tools.servers.together import Servers


class DemoError(ServerError):
    """The demo cannot start, in a sentence that says what to do."""


def take(folder: Path) -> int:
    """Make the folder ours until this process ends; DemoError when another demo has it. The open folder is the lock."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        message = f"Another demo is running on {folder}; stop it, or choose another folder with DATA=…"
        raise DemoError(message) from None
    return lock


def environment(folder: Path, servers: Servers, *, port: int, notify_port: int, has_personas: bool) -> dict[str, str]:
    """What the settings read, kept in the folder for `make manage`. Messages go to the demo's own Notify."""
    found = (
        servers.environment
        | clock.own()
        | {
            "DJANGO_SETTINGS_MODULE": "socialrx.settings",
            "SOCIALRX_ENV": "demo",
            "SOCIALRX_DEMO": str(int(has_personas)),
            "SOCIALRX_DATA": str(folder),
            "SECRET_KEY": secret(folder, "django") + secret(folder, "django-more"),
            "BASE_URL": f"http://127.0.0.1:{port}",
            "NOTIFY_API_KEY": notify.KEY,
            "NOTIFY_BASE_URL": f"http://127.0.0.1:{notify_port}",
            **{f"NOTIFY_{channel}_TEMPLATE": "demo" for channel in ("EMAIL", "TEXT", "LETTER")},
        }
    )
    write_private(folder / "environment.json", json.dumps(found, indent=2))
    return found


def kept_environment(folder: Path) -> dict[str, str]:
    """The environment of the demo in the folder; DemoError when there was none yet."""
    try:
        kept: dict[str, str] = json.loads((folder / "environment.json").read_text())
    except FileNotFoundError:
        message = f"There is no demo in {folder} yet: run make demo first, or name its folder with DATA=…"
        raise DemoError(message) from None
    return kept


def example(folder: Path) -> Path:
    """Written by load_example when all example data is in: what ready.json says about personas and devices."""
    return folder / "example.json"


def leave_empty(folder: Path) -> None:
    """Say that there is no example: no personas, no devices."""
    nothing: dict[str, list[object]] = {"personas": [], "devices": [], "sessions": [], "tags": []}
    example(folder).write_text(json.dumps(nothing))


def ready_file(folder: Path) -> Path:
    return folder / "ready.json"


def write_ready(folder: Path, *, environment: Mapping[str, str], broker: Broker, processes: Iterable[Process]) -> None:
    """Tell scripts where everything is; in one step, so that a reader never sees half of it."""
    url = environment["BASE_URL"]
    facts: dict[str, Any] = {
        "url": url,
        "api": f"{url}/api/v1",
        "openapi": f"{url}/api/v1/openapi.json",
        "fhir": f"{url}/fhir/R4",
        "open_referral": f"{url}/open-referral-uk",
        "database_url": environment["DATABASE_URL"],
        "mqtt": {"host": "127.0.0.1", "port": broker.port, "broker": broker.kind, "acl": broker.acl},
        **json.loads(example(folder).read_text()),
        "processes": {process.name: process.pid for process in processes},
    }
    write_private(ready_file(folder), json.dumps(facts, indent=2) + "\n")
