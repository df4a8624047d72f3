"""A child process that says when it is ready, can be killed and started again, and never outlives us."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from socialrx.tools.servers.errors import ServerError

PORTS = range(20_000, 32_000)
# Who was orphaned before the kernel was asked to tell does not begin.
UNLESS_ORPHANED = '[ "$PPID" = "$1" ] || exit 1; shift; exec "$@"'


@dataclass
class Process:
    """One child with its own session, so that it and its children can be ended together.

    Where util-linux is, the kernel sends it `stop_signal` when the thread that started it ends, even by SIGKILL:
    start processes from the main thread. Elsewhere only a clean stop ends it.
    """

    name: str
    command: Sequence[str | Path]
    folder: Path
    log: Path
    ready: Callable[[], bool] = lambda: True
    env: Mapping[str, str] | None = None
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _started: float = field(default=0, init=False, repr=False)

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._child.pid if self._child and self.alive else None

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def age(self) -> float:
        """Seconds since it was started last."""
        return time.monotonic() - self._started

    def spawn(self) -> None:
        """Start it and return at once."""
        self._started = time.monotonic()
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                [*ending_with_us(self.stop_signal), *map(str, self.command)],
                cwd=self.folder,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.user,
                group=None if self.user is None else primary_group(self.user),
                extra_groups=None if self.user is None else [],
            )

    def start(self, seconds: float = 30) -> None:
        """Start it and wait until it is ready."""
        self.spawn()
        self.wait_until_ready(seconds)

    def wait_until_ready(self, seconds: float = 30) -> None:
        """Wait until it is ready; ServerError with the end of its log when it is not."""
        if not wait_for(lambda: self.ready() or not self.alive, seconds) or not self.alive:
            self.kill()
            message = f"{self.name} did not start; the end of {self.log}:\n{tail(self.log)}"
            raise ServerError(message)

    def stop(self) -> None:
        """Ask it to stop, wait, and kill what is left of it and its children."""
        stop_all([self])

    def ask_to_stop(self) -> None:
        if self._child and self.alive:
            self._child.send_signal(self.stop_signal)

    def kill(self) -> None:
        """SIGKILL to it and to every child still in its session's group."""
        if self._child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()

    def restart(self) -> None:
        self.stop()
        self.start()


def stop_all(processes: Sequence[Process], seconds: float = 4) -> None:
    """Stop them at the same time; whatever has not ended after `seconds` is killed."""
    for process in processes:
        process.ask_to_stop()
    wait_for(lambda: not any(process.alive for process in processes), seconds)
    for process in processes:
        process.kill()


def ending_with_us(stop_signal: signal.Signals) -> list[str]:
    """What runs a command so that the kernel sends it the signal when its parent is gone; empty where nothing can.

    Programs do it, and not Python between fork and exec: there a lock that another thread held stays locked for ever.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    return [setpriv, "--pdeathsig", stop_signal.name, "/bin/sh", "-c", UNLESS_ORPHANED, "sh", str(os.getpid())]


def primary_group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid


def wait_for(condition: Callable[[], bool], seconds: float, *, every: float = 0.05) -> bool:
    """Whether the condition came true in time; it is asked `every` so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def tail(path: Path, lines: int = 20) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


def free_port() -> int:
    """A loopback port that nothing listens on now.

    From below the range that the system hands to outgoing connections: one of those would sooner or later take the
    port between this look and the server's start.
    """
    while True:
        port = secrets.choice(PORTS)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def accepts(port: int) -> bool:
    """Whether something listens on the loopback port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
