"""The three private servers as one: started on free loopback ports, stopped together."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from socialrx.tools.servers import mqtt, postgres, redis, unprivileged
from socialrx.tools.servers.processes import Process, free_port, stop_all
from socialrx.tools.servers.secrets import secret

DATABASE = "socialrx"


@dataclass(frozen=True)
class Programs:
    """Which programs to run; None means the system's where there is one, else the wheel's."""

    postgres: Path | None = None
    redis: Path | None = None
    broker: str | None = None


SYSTEM_FIRST = Programs()


class Servers:
    """PostgreSQL, Redis and an MQTT broker with their data in one folder.

    `durable` False is for tests: nothing waits for the disk. Each of `processes` (postgres, redis, mqtt) can be
    stopped, killed and started again on its own; the addresses stay.
    """

    def __init__(self, folder: Path, *, durable: bool = True, programs: Programs = SYSTEM_FIRST) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder.resolve()
        self.postgres = postgres.prepare(
            self.folder / "postgres", programs=programs.postgres, port=free_port(), durable=durable
        )
        self.redis = redis.prepare(
            self.folder / "redis",
            program=programs.redis or redis.find(),
            port=free_port(),
            password=secret(self.folder, "redis"),
            durable=durable,
        )
        self.broker = mqtt.prepare(
            self.folder / "mqtt",
            kind=programs.broker or mqtt.find(),
            port=free_port(),
            password=secret(self.folder, "consumer"),
        )

    @property
    def processes(self) -> list[Process]:
        return [self.postgres.process, self.redis.process, self.broker.process]

    @property
    def environment(self) -> dict[str, str]:
        """The addresses, under the names that the settings read."""
        return {
            "DATABASE_URL": self.postgres.url(DATABASE),
            "REDIS_URL": self.redis.url(0),
            "MQTT_URL": self.broker.url,
            "MQTT_PASSWORD_FILE": str(self.broker.password_file),
            "MQTT_SPOOL": str(self.broker.spool or ""),
        }

    def start(self) -> Self:
        """Start all three and see that the database is there; on failure none is left running."""
        try:
            for process in self.processes:
                process.spawn()
            for process in self.processes:
                process.wait_until_ready()
            self.postgres.create_database(DATABASE)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop all three; safe to call twice."""
        stop_all(self.processes)

    def remove(self) -> None:
        """Stop, and delete all data."""
        self.stop()
        unprivileged.remove(self.folder / "postgres")
        shutil.rmtree(self.folder)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
