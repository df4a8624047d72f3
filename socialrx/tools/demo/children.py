"""The product's own processes, as production runs them too, and a Notify of the demo's own."""

import os
import sys
from pathlib import Path

from socialrx.tools.servers.processes import Process

ROOT = Path(__file__).resolve().parents[3]
CELERY = ("-m", "celery", "-A", "socialrx")


def children(data: Path, *, port: int, notify_port: int, environment: dict[str, str], simulate: bool) -> list[Process]:
    """The product's processes and Notify, and with `simulate` the wearables and readers; none started yet."""
    logs = data / "logs"
    logs.mkdir(exist_ok=True)
    return [
        Process(name, [sys.executable, *command], ROOT, logs / f"{name}.log", env=os.environ | environment)
        for name, command in commands(data, port=port, notify_port=notify_port, simulate=simulate).items()
    ]


def commands(data: Path, *, port: int, notify_port: int, simulate: bool) -> dict[str, list[str]]:
    """Name -> arguments to Python. The keys are those of ready.json's `processes`."""
    gunicorn = ["-m", "gunicorn", "socialrx.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    quiet = ["--without-gossip", "--without-mingle"]
    beat = ["--schedule", str(data / "beat-schedule"), "--pidfile", ""]
    product = {
        "web": [*gunicorn, "--workers", "2", "--threads", "4", "--graceful-timeout", "3", "--no-control-socket"],
        # One process, no pool: the MQTT client's threads and forking do not go together.
        "consumer": [*CELERY, "worker", "-P", "solo", "-Q", "ingest", "-n", "consumer@%h", *quiet],
        "worker": [*CELERY, "worker", "-P", "prefork", "-c", "2", "-Q", "celery", "-n", "worker@%h", *quiet],
        # Its queue waits for mail servers and Notify, so one process of its own does nothing else.
        "sender": [*CELERY, "worker", "-P", "solo", "-Q", "messages", "-n", "sender@%h", *quiet],
        "beat": [*CELERY, "beat", *beat],
        "notify": ["-m", "socialrx.tools.demo.notify", str(notify_port), str(data / "messages")],
    }
    return product | ({"simulator": ["manage.py", "simulate_devices"]} if simulate else {})
