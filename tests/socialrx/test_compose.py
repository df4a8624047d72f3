"""docker-compose.yml against the settings, the demo's processes and the servers that the code is written for."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from socialrx.tools.demo.children import commands
from tests.support import compose
from tests.support.compose import COMPOSE, ROOT, SERVICES

APP = {name for name, service in SERVICES.items() if str(service["image"]).startswith("socialrx:")}
SECRETS = {
    "SECRET_KEY": "k7Gq" * 16 + "abcdefgh",
    "POSTGRES_PASSWORD": "p4ssw0rd-of-postgres-xyz",
    "REDIS_PASSWORD": "another-r4ndom-password",
    "MQTT_PASSWORD": "yet-another-passw0rd",
    "ALLOWED_HOSTS": "socialrx.example.nhs.uk",
    "BASE_URL": "https://socialrx.example.nhs.uk",
    "EMAIL_HOST": "mail.example.nhs.uk",
}


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    # Only nothing at all.
    assert not re.findall(r"\$\{\w+:-[^}]", text)
    for name in re.findall(r"\$\{(\w*(?:PASSWORD|SECRET|KEY)\w*)(?=[}:])", text):
        assert f"${{{name}:?" in text or f"${{{name}:-}}" in text


def test_production_starts_with_the_environment_that_compose_gives(tmp_path: Path) -> None:
    environment = compose.environment(SECRETS)
    run = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("left_out", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MQTT_URL", "EMAIL_HOST"])
def test_production_needs_each_of_them(left_out: str) -> None:
    environment = compose.environment(SECRETS)
    del environment[left_out]
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert left_out in run.stderr


def test_every_process_of_the_demo_runs_in_production_with_the_same_pool_and_queue() -> None:
    demo = commands(Path("/data"), port=8000, notify_port=8001, simulate=False)
    # Of its own it has only what stands for GOV.UK Notify.
    assert set(demo) - {"notify"} <= APP
    for name in ("consumer", "worker"):
        started = demo[name]
        for option in ("-P", "-Q"):
            value = started[started.index(option) + 1]
            command = SERVICES[name]["command"]
            assert command[command.index(option) + 1] == value
    assert "socialrx.wsgi" in SERVICES["web"]["command"]
    assert "socialrx.wsgi" in demo["web"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


def test_only_the_proxy_and_the_brokers_tls_are_reachable() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert ports == {"proxy": ["80:80", "443:443"], "broker": ["8883:8883"]}


def test_the_proxy_leads_to_the_web_and_the_product_trusts_it_alone() -> None:
    proxy = SERVICES["proxy"]["environment"]
    assert proxy["WEB"] == f"web:{SERVICES['web']['expose'][0]}"
    assert SERVICES["web"]["environment"]["TRUSTED_PROXIES"] == "1"
    template = (ROOT / "socialrx" / "deploy" / "nginx" / "socialrx.conf.template").read_text()
    named = set(re.findall(r"\$\{(\w+)\}", template))
    assert named == proxy.keys() - {"NGINX_ENVSUBST_FILTER"}
    assert set(re.findall(r"[A-Z]+(?:_[A-Z]+)?", proxy["NGINX_ENVSUBST_FILTER"])) == named


def test_servers_are_of_the_versions_that_the_code_is_written_for() -> None:
    assert 15 <= int(re.match(r"postgres:(\d+)", SERVICES["postgres"]["image"])[1]) <= 18  # type: ignore[index]
    assert SERVICES["redis"]["image"].startswith("redis:7")
    assert "--appendonly yes" in " ".join(SERVICES["redis"]["command"])
    assert "eclipse-mosquitto:2." in (ROOT / "Dockerfile").read_text()


def test_mounted_files_exist_and_the_brokers_is_the_one_the_tests_start() -> None:
    mounts = [mount.split(":")[0] for mount in SERVICES["broker"]["volumes"] if mount.startswith("./")]
    assert "./socialrx/deploy/mosquitto/mosquitto.conf" in mounts
    mounts += [mount.split(":")[0] for mount in SERVICES["proxy"]["volumes"] if mount.startswith("./")]
    for mount in mounts:
        assert (ROOT / mount).exists()


def test_named_volumes_are_declared() -> None:
    used = {
        mount.split(":")[0]
        for service in SERVICES.values()
        for mount in service.get("volumes", [])
        if re.match(r"[a-z]", mount)
    }
    assert used == set(COMPOSE["volumes"])


def test_dockerfile_copies_what_exists() -> None:
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source


def test_production_runs_without_the_tools(tmp_path: Path) -> None:
    assert "socialrx/tools" in (ROOT / ".dockerignore").read_text().splitlines()
    compose.copy_image(tmp_path)
    environment = compose.environment(SECRETS)
    run = subprocess.run(
        [sys.executable, "-c", _FRONT_PAGES],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "socialrx" / "tools").exists()
    assert "passed on" in run.stdout


# The front door, and the page that shows the results shipped with the product. Neither asks the database.
_FRONT_PAGES = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "socialrx.settings"
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("check")
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
for path in ("/", "/about/conformance/"):
    answer = client.get(path, secure=True)
    assert answer.status_code == 200, (path, answer.status_code)
    print(answer.content.decode())
"""


def test_static_files_collect_as_the_image_collects_them(tmp_path: Path) -> None:
    environment = compose.environment(SECRETS)
    command = [sys.executable, "-c", _COLLECT, str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env={"PATH": os.environ["PATH"]} | environment, check=True, capture_output=True)
    assert (tmp_path / "staticfiles.json").exists()


_COLLECT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "socialrx.settings"
import django
from django.conf import settings
settings.STATIC_ROOT = sys.argv[1]
django.setup()
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
"""
