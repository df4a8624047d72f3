"""One running product for all journeys; it is stopped after the last of them, so that it takes no time from others."""

from collections.abc import Iterator

import pytest

from tests.journeys.demo import Demo, running_demo


@pytest.fixture(scope="package")
def demo(needs_mosquitto: None) -> Iterator[Demo]:
    with running_demo() as running:
        yield running
