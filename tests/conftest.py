"""The tests' private servers: started once, before Django reads its settings, and shared by all workers."""

import contextlib
import gc
import os
from typing import Any

import django
import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from socialrx.tools.servers.temporary import temporary_servers
from tests.support.fences.writes import FencedCursor

pytest_plugins = [
    "tests.support.fixtures.browser",
    "tests.support.fixtures.needs",
    "tests.support.fixtures.scheduling",
    "tests.support.fixtures.servers",
]


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts the servers and exports their addresses to itself and the workers."""
    # How long an example takes is the machine's matter, which may be busy: it says nothing of the product.
    hypothesis.settings.register_profile(
        "busy", hypothesis.settings.default, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("busy")
    # Nothing of what is made until all tests are known is garbage.
    gc.disable()
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        stack = contextlib.ExitStack()
        config.add_cleanup(stack.close)
        os.environ |= stack.enter_context(temporary_servers())
        # Playwright's event loop runs in the tests' thread; nothing in the product is asynchronous.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # Only now, since the settings read the addresses.
    django.setup()
    # Each connection, those of a live server's threads too, refuses what the product may not write.
    connection.settings_dict["OPTIONS"]["cursor_factory"] = FencedCursor
    if not worker and not config.option.collectonly:
        call_command("migrate", verbosity=0)
        connection.close()
    # Which lines of a template were drawn is known to its debugging form only, which takes longer.
    options: Any = settings.TEMPLATES[0]["OPTIONS"]
    options["debug"] = bool(config.option.cov_source)
    # Each worker's database is a copy of the one that was migrated once, which is ten times quicker.
    connection.settings_dict["TEST"]["TEMPLATE"] = connection.settings_dict["NAME"]
    # They read the models, which are there only now.
    config.pluginmanager.import_plugin("tests.support.fixtures.clock")
    config.pluginmanager.import_plugin("tests.support.fixtures.fences")
    config.pluginmanager.import_plugin("tests.support.fixtures.world")
    config.pluginmanager.import_plugin("tests.support.fixtures.kit")


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector of garbage need not look through it again and again."""
    gc.freeze()
    gc.enable()
