"""The tests' private servers: started once, before Django reads its settings, and shared by all workers."""

import os
import tempfile
from pathlib import Path

import django
import pytest

from socialrx.servers.together import Servers

pytest_plugins = ["tests.fixtures.browser", "tests.fixtures.needs", "tests.fixtures.servers"]

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "socialrx.settings",
    "SOCIALRX_ENV": "test",
    "SECRET_KEY": "only for tests, where nothing is secret",
    # Playwright's event loop runs in the tests' thread; nothing in the product is asynchronous.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
SERVERS = pytest.StashKey[Servers]()


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts the servers and exports their addresses; each worker takes a Redis database of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        number = 1 + int(worker.removeprefix("gw"))
        os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{number}"
    else:
        folder = Path(tempfile.mkdtemp(prefix="socialrx-tests-"))
        # PostgreSQL runs as another user when we are root.
        folder.chmod(0o711)
        config.stash[SERVERS] = servers = Servers(folder, durable=False)
        os.environ |= ENVIRONMENT | {"SOCIALRX_DATA": str(folder)} | servers.start().environment
    # Only now, since the settings read the addresses.
    django.setup()
    # It reads the models, which are there only now.
    config.pluginmanager.import_plugin("tests.fixtures.world")


def pytest_unconfigure(config: pytest.Config) -> None:
    servers = config.stash.get(SERVERS, None)
    if servers:
        servers.remove()
