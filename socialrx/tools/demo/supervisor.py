"""Starting the demo in order, bringing back whatever dies, and stopping all of it."""

import itertools
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from socialrx.tools.demo import data
from socialrx.tools.demo.children import ROOT, children
from socialrx.tools.demo.data import DemoError
from socialrx.tools.servers.processes import Process, accepts, free_port, stop_all, tail, wait_for
from socialrx.tools.servers.together import DATABASE, Servers

# Seconds: how often to look, and how long a child that dies at once is left alone.
LOOK = 0.2
PAUSE = 1.5
FIRST_ANSWER = 120


@dataclass(frozen=True)
class Options:
    """What the person who starts the demo may choose. Without `people` it is a new installation: nothing is in it."""

    port: int
    folder: Path
    people: int
    seed: int
    today: date | None
    simulate: bool


def run(options: Options) -> None:
    """The demo, until KeyboardInterrupt; DemoError when it cannot start."""
    if accepts(options.port):
        message = f"Port {options.port} is busy; stop what listens there, or choose another with PORT=…"
        raise DemoError(message)
    data.take(options.folder)
    data.ready_file(options.folder).unlink(missing_ok=True)
    servers = Servers(options.folder)
    ports = {"port": options.port, "notify_port": free_port()}
    environment = data.environment(options.folder, servers, **ports, has_personas=bool(options.people))
    product = children(options.folder, **ports, environment=environment, simulate=options.simulate)
    try:
        servers.start()
        prepare(options, servers, environment)
        Supervisor(options.folder, environment, servers, product).run()
    finally:
        data.ready_file(options.folder).unlink(missing_ok=True)
        stop_all(product, seconds=5)
        servers.stop()


def prepare(options: Options, servers: Servers, environment: dict[str, str]) -> None:
    """Tables and, at the first start, example data; a first start that broke off begins again from nothing."""
    first = not data.example(options.folder).exists()
    if first:
        servers.postgres.drop_database(DATABASE)
        servers.postgres.create_database(DATABASE)
    manage(environment, "migrate", "--verbosity", "0")
    if first and not options.people:
        data.leave_empty(options.folder)
    elif first:
        today = ["--today", options.today.isoformat()] if options.today else []
        manage(environment, "load_example", "--people", str(options.people), "--seed", str(options.seed), *today)


def manage(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=os.environ | environment, check=False
    )
    if done.returncode:
        message = f"manage.py {arguments[0]} failed; what it said stands above."
        raise DemoError(message)


class Supervisor:
    """Keeps every process running and ready.json true."""

    def __init__(self, folder: Path, environment: dict[str, str], servers: Servers, product: list[Process]) -> None:
        self.folder = folder
        self.environment = environment
        self.servers = servers
        self.product = product
        self.processes = [*servers.processes, *product]

    def run(self) -> None:
        """Start the product, say when it is ready, and watch until interrupted."""
        for process in self.product:
            process.spawn()
        if not wait_for(self.answers, FIRST_ANSWER, every=0.5):
            logs = "\n".join(f"--- {process.log}\n{tail(process.log)}" for process in self.product)
            message = f"The demo did not get ready within {FIRST_ANSWER} s:\n{logs}"
            raise DemoError(message)
        self.write_ready()
        print(f"ready: {self.environment['BASE_URL']}/", flush=True)
        for _ in itertools.repeat(None):
            time.sleep(LOOK)
            if self.bring_back():
                self.write_ready()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.environment['BASE_URL']}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def bring_back(self) -> bool:
        """Start again what died, except what was started just now; whether anything was."""
        died = [process for process in self.processes if not process.alive and process.age > PAUSE]
        for process in died:
            # What is left of its children would hold its port.
            process.kill()
            process.spawn()
            print(f"{process.name} died and was started again", flush=True)
        return bool(died)

    def write_ready(self) -> None:
        data.write_ready(
            self.folder, environment=self.environment, broker=self.servers.broker, processes=self.processes
        )
