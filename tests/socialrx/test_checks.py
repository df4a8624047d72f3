"""Production refuses to start unsafe, and says what to do."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from socialrx import checks

ROOT = Path(__file__).resolve().parent.parent.parent
# The same environment that `make check` holds against `check --deploy`.
PRODUCTION: dict[str, str] = runpy.run_path(str(ROOT / ".ci" / "check.py"))["PRODUCTION"]

UNSAFE = {
    "E001": {"SOCIALRX_DEMO": "1"},
    "E003": {"SECRET_KEY": "x" * 60},
    "E004": {"ALLOWED_HOSTS": "*"},
    "E005": {"BASE_URL": "http://socialrx.example.org"},
    "E006": {"MQTT_URL": PRODUCTION["MQTT_URL"].replace("mqtts:", "mqtt:")},
    "E007": {"REDIS_URL": "redis://redis:6379/0"},
    "E008": {"DATABASE_URL": "postgres://socialrx:postgres@postgres/socialrx"},
    "E009": {"EMAIL_HOST": ""},
    "E010": {"NOTIFY_API_KEY": "a key without templates"},
    "E011": {"TRUSTED_PROXIES": "0"},
}
ADVICE = {identity: advice for identity, _, advice in checks.RULES}


def start(change: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Start Django as production would, with a change to its environment."""
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "socialrx.settings"} | PRODUCTION | change,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_safe_production_starts() -> None:
    done = start({})
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("identity", UNSAFE)
def test_an_unsafe_production_does_not_start_and_says_why(identity: str) -> None:
    done = start(UNSAFE[identity])
    assert done.returncode != 0
    assert ADVICE[identity] in done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MQTT_URL"])
def test_what_production_needs_has_no_default(name: str) -> None:
    done = start({name: ""})
    assert done.returncode != 0
    assert f"Set {name} in the environment" in done.stderr


def test_an_environment_that_says_nothing_is_production() -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != "SOCIALRX_ENV"}
    done = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.PRODUCTION)"],
        cwd=ROOT,
        env=environment | {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "socialrx.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "True", done.stderr


def test_debug_is_a_broken_rule() -> None:
    class Settings:
        """Settings whose every value but one is safe."""

        DEMO = False
        DEBUG = True
        SECRET_KEY = PRODUCTION["SECRET_KEY"]
        ALLOWED_HOSTS = ("socialrx.example.org",)
        BASE_URL = PRODUCTION["BASE_URL"]
        MQTT_URL = PRODUCTION["MQTT_URL"]
        REDIS_URL = PRODUCTION["REDIS_URL"]
        DATABASES = {"default": {"HOST": "/run/postgresql", "PASSWORD": ""}}
        EMAIL_HOST = "mail.example.org"
        NOTIFY_API_KEY = ""
        TRUSTED_PROXIES = 1

    assert [identity for identity, _ in checks.broken(Settings)] == ["E002"]


def test_the_deploy_check_reports_the_same_rules() -> None:
    # The tests' own settings break several: a demo database on loopback is no production.
    reported = {message.id for message in checks.production_is_safe()}
    assert "socialrx.E006" in reported
    assert reported <= {f"socialrx.{identity}" for identity in ADVICE}
