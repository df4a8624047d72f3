"""Schemathesis asks the real server everything that the OpenAPI document offers, with all of its checks."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from referrals.kit.permissions import Role
from referrals.limits import Quota
from tests.support import tokens
from tests.support.world import World

# All of the tool's phases but the one that follows links, of which there are none.
PHASES = "examples,coverage,fuzzing"
SETTINGS = Path(__file__).with_name("schemathesis.toml")


def what_failed(server: LiveServer, world: World, folder: Path, *, examples: int, phases: str = PHASES) -> str:
    """What the tool says after so many examples of each operation; empty where nothing failed."""
    document = folder / "openapi.json"
    document.write_bytes(Client().get("/api/v1/openapi.json").content)
    token = tokens.issue(world.ours.members[Role.LINK_WORKER])
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(SETTINGS)),
        *("run", str(document), "--url", server.url, "--checks", "all", "--phases", phases, "--no-color"),
        *("--max-examples", str(examples), "--seed", "1", "--continue-on-failure", "--workers", "1"),
        *("--header", f"Authorization: Bearer {token}"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=5000)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_few_requests_of_each_operation_are_answered_as_documented(
    live_server: LiveServer, world: World, tmp_path: Path
) -> None:
    assert what_failed(live_server, world, tmp_path, examples=3, phases="fuzzing") == ""


@pytest.mark.fuzz
@pytest.mark.django_db(transaction=True)
def test_a_hundred_requests_of_each_operation_are_answered_as_documented(
    live_server: LiveServer, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As many as the tool likes: that a client is slowed down has its own test.
    monkeypatch.setattr("referrals.kit.api.throttling.REQUESTS", Quota(most=1_000_000, within=timedelta(minutes=5)))
    monkeypatch.setattr("referrals.kit.rate_limit.WRONG_DETAILS", Quota(most=1_000_000, within=timedelta(days=1)))
    assert what_failed(live_server, world, tmp_path, examples=100) == ""
