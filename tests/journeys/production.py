"""`python -m tests.journeys.production FOLDER`: what docker-compose.yml runs, on this machine, until SIGTERM.

Each process runs the command that stands there, with the environment that stands there, on the files of the image. Only
addresses and folders are others, and GOV.UK Notify is the demo's.
"""

import json
import os
import shlex
import signal
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from socialrx.tools.demo import notify
from socialrx.tools.servers import clock
from socialrx.tools.servers.processes import Process, free_port, stop_all, wait_for
from socialrx.tools.servers.secrets import secret, write_private
from socialrx.tools.servers.together import Servers
from tests.support import compose, proxy

PRODUCT = ("web", "consumer", "worker", "sender", "beat")
# Seconds.
PATIENCE = 90


def main(folder: Path) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    processes: list[Process] = []
    servers = Servers(folder)
    listen_encrypted(folder / "mqtt", broker_port := free_port(), folder)
    try:
        servers.start()
        ports = {"https_port": free_port(), "web_port": free_port()}
        environment = given(folder, servers, broker_port=broker_port, https_port=ports["https_port"])
        write_private(folder / "environment.json", json.dumps(environment))
        build_and_migrate(folder, environment)
        processes += [
            proxy.prepare(folder, http_port=free_port(), **ports),
            *product(folder, environment, web_port=ports["web_port"]),
        ]
        processes.append(sink(folder, environment))
        for process in processes:
            process.spawn()
        assert wait_for(lambda: is_ready(environment["BASE_URL"], folder), PATIENCE, every=0.5), logs(processes)
        write_private(folder / "ready.json", json.dumps({"url": environment["BASE_URL"]}))
        sys.stdout.write("ready: \n")
        sys.stdout.flush()
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        stop_all(processes, seconds=5)
        servers.stop()


def listen_encrypted(broker: Path, port: int, certificates: Path) -> None:
    """The broker's door as it is shipped, on a port of its own."""
    proxy.certify(certificates)
    shipped = compose.ROOT / "socialrx" / "deploy" / "mosquitto" / "listeners"
    for path in shipped.glob("*.conf"):
        text = path.read_text().replace("listener 8883", f"listener {port} 127.0.0.1")
        text = text.replace("certificates/ca.crt", "certificates/server.crt")
        (broker / "listeners" / path.name).write_text(text.replace("certificates/", f"{certificates}/"))


def given(folder: Path, servers: Servers, *, broker_port: int, https_port: int) -> dict[str, str]:
    """The environment of each process of the product."""
    values = {
        "SECRET_KEY": secret(folder, "django") + secret(folder, "django-more"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": f"https://127.0.0.1:{https_port}",
        "POSTGRES_PASSWORD": servers.postgres.password,
        "REDIS_PASSWORD": secret(folder, "redis"),
        "MQTT_PASSWORD": servers.broker.password,
    }
    here = {
        "@postgres:5432": f"@127.0.0.1:{servers.postgres.port}",
        "@redis:6379": f"@127.0.0.1:{servers.redis.port}",
        "@broker:8883": f"@127.0.0.1:{broker_port}",
        "/run/certificates/ca.crt": str(folder / "server.crt"),
        "/srv/socialrx/accounts/passwords": str(servers.broker.password_file),
        "/srv/socialrx/spool": str(servers.broker.spool),
    }
    found = compose.environment(values)
    for there, address in here.items():
        found = {name: value.replace(there, address) for name, value in found.items()}
    return found | of_notify(free_port()) | clock.own() | {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}


def of_notify(port: int) -> dict[str, str]:
    """What an operator writes into `notify.env`."""
    templates = {f"NOTIFY_{channel}_TEMPLATE": "of-the-account" for channel in ("EMAIL", "TEXT", "LETTER")}
    return {"NOTIFY_API_KEY": notify.KEY, "NOTIFY_BASE_URL": f"http://127.0.0.1:{port}"} | templates


def build_and_migrate(folder: Path, environment: Mapping[str, str]) -> None:
    """The image with its static files, and what `migrate` does before all others."""
    image = folder / "image"
    if not image.exists():
        image.mkdir()
        compose.copy_image(image)
        run(image, environment, "python manage.py collectstatic --no-input")
    shell, _, commands = compose.SERVICES["migrate"]["command"]
    assert shell == "sh"
    for command in commands.split(" && "):
        run(image, environment, command)


def run(image: Path, environment: Mapping[str, str], command: str) -> None:
    _python, *arguments = shlex.split(command)
    subprocess.run([sys.executable, *arguments], cwd=image, env=environment, check=True)


def manage(folder: Path, *arguments: str) -> str:
    """What `docker compose exec web python manage.py …` prints there."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=folder / "image",
        env=json.loads((folder / "environment.json").read_text()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def product(folder: Path, environment: Mapping[str, str], *, web_port: int) -> list[Process]:
    """The product's own processes, as compose starts them."""
    here = {"0.0.0.0:8000": f"127.0.0.1:{web_port}", "/tmp/": f"{folder}/"}  # noqa: S108 - as compose has them
    processes = []
    for name in PRODUCT:
        program, *arguments = compose.SERVICES[name]["command"]
        for there, address in here.items():
            arguments = [argument.replace(there, address) for argument in arguments]
        # In a container its socket lies in a home of its own.
        more = ["--no-control-socket"] if program == "gunicorn" else []
        command = [sys.executable, "-m", program, *arguments, *more]
        processes.append(Process(name, command, folder / "image", folder / f"{name}.log", env=environment))
    return processes


def sink(folder: Path, environment: Mapping[str, str]) -> Process:
    """GOV.UK Notify, which keeps what it takes in `messages`."""
    port = environment["NOTIFY_BASE_URL"].rpartition(":")[2]
    command = [sys.executable, "-m", "socialrx.tools.demo.notify", port, str(folder / "messages")]
    return Process("notify", command, compose.ROOT, folder / "notify.log")


def is_ready(url: str, folder: Path) -> bool:
    """Whether the site says so itself, through the proxy, with a certificate that holds."""
    context = ssl.create_default_context(cafile=str(folder / "server.crt"))
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5, context=context) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def logs(processes: list[Process]) -> str:
    return "\n".join(f"--- {process.name}\n{process.log.read_text()[-2000:]}" for process in processes)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
