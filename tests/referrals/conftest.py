"""What tests of messages share."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.support.doubles.notify_server import KEY, NotifyServer


@pytest.fixture
def server(settings: Settings) -> Iterator[NotifyServer]:
    """A GOV.UK Notify that the product uses."""
    with NotifyServer() as server:
        settings.NOTIFY_API_KEY, settings.NOTIFY_BASE_URL = KEY, server.url
        settings.NOTIFY_TEMPLATES = {"email": "e", "text": "t", "letter": "l"}
        yield server
