"""`python -m socialrx.tools.demo`: start the demo and keep it running; `make demo` calls this."""

import argparse
import signal
import sys
from datetime import date
from pathlib import Path

from socialrx.tools.demo import day, supervisor
from socialrx.tools.demo.supervisor import Options
from socialrx.tools.servers.errors import ServerError


def options(arguments: list[str] | None = None) -> Options:
    parser = argparse.ArgumentParser(prog="make demo", description="Start the demo.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=Path(".demo"))
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=lambda text: date.fromisoformat(text) if text else None)
    parser.add_argument("--simulate", choices=["0", "1"], default="1")
    found = parser.parse_args(arguments)
    return Options(found.port, found.data.resolve(), found.people, found.seed, found.today, found.simulate == "1")


def interrupt(*_: object) -> None:
    """Once: stopping takes seconds, and a second signal must not interrupt it."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, interrupt)
    chosen = options()
    try:
        day.reach(chosen.folder, chosen.today)
        supervisor.run(chosen)
    except KeyboardInterrupt:
        return 0
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
