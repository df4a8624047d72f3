"""Keeps what became of each epic's test.

Each process writes down the tests that it ran itself: where all of `tests` runs on several workers, the one that
gathers their reports never loads this folder's hooks.
"""

from collections.abc import Generator

import pytest
from django.conf import settings
from django.utils import timezone

from referrals.kit.calendar import local_day
from tests.conformance import recording

_outcomes = recording.Outcomes()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _outcomes.add(report)
    return report


def pytest_sessionfinish() -> None:
    rows = _outcomes.rows(local_day(timezone.now()), recording.version())
    if rows:
        recording.merge(settings.CONFORMANCE_RESULTS, rows)
