"""The rules' tests without servers: a test that needs the example world, and so the database, is left out."""

import os
import time

import django
import hypothesis
import pytest

NEEDS_THE_DATABASE = {"world", "db", "client"}


def pytest_configure(config: pytest.Config) -> None:
    """The modules that declare messages and choices are Django's; nothing is connected to."""
    # The same examples each time: a mutant that lives today lives tomorrow. Nobody reads the smallest one.
    hypothesis.settings.register_profile(
        "mutants",
        deadline=None,
        derandomize=True,
        database=None,
        max_examples=50,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    hypothesis.settings.load_profile("mutants")
    django.setup()
    # Neither London nor UTC: whoever leaves a zone out is noticed.
    os.environ["TZ"] = "Pacific/Auckland"
    time.tzset()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what asks for the database."""
    left_out = [item for item in items if NEEDS_THE_DATABASE & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
