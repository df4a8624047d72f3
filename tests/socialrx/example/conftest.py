"""The example, loaded twice for all its tests."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.socialrx.example.loading import Loaded, loaded_twice


@pytest.fixture(scope="package")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    with django_db_blocker.unblock(), loaded_twice(tmp_path_factory.mktemp("example")) as found:
        yield found
