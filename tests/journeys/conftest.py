"""One running product for all journeys; it is stopped after the last of them, so that it takes no time from others."""

from collections.abc import Iterator

import pytest

from tests.journeys.demo import Demo, running_demo

# Seconds from the example's loading to the end of the last journey: its sessions take place on the day it was loaded.
LONGEST = 20 * 60


@pytest.fixture(scope="package")
def demo(needs_mosquitto: None) -> Iterator[Demo]:
    # It is a plugin, which pytest loads once Django is set up; this file may be read before.
    from tests.support.fixtures.clock import wait_past_midnight  # noqa: PLC0415

    wait_past_midnight(LONGEST)
    with running_demo() as running:
        yield running
