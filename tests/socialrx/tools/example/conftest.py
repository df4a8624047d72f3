"""The example, loaded twice for all its tests."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from tests.socialrx.tools.example.loading import Loaded


@pytest.fixture(scope="package")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[Loaded]":
    # It reads the models, and this file is read before Django is set up when these tests alone are asked for.
    from tests.socialrx.tools.example.loading import loaded_twice  # noqa: PLC0415

    with django_db_blocker.unblock(), loaded_twice(tmp_path_factory.mktemp("example")) as found:
        yield found
