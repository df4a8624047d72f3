"""A device's quota: a burst, what fills up in a day, and nobody else's matter."""

from datetime import UTC, datetime, timedelta

import pytest

from devices import quota
from devices.quota import Quota

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def taken(quota: Quota, number: int, *, device: str = "a", at: datetime = NOON) -> int:
    return sum(quota.takes(device, at) for _ in range(number))


def test_a_burst_is_taken_and_no_more() -> None:
    given = Quota(burst=5, a_day=24)
    assert taken(given, 9) == 5
    assert taken(given, 1, at=NOON + timedelta(minutes=59)) == 0


def test_a_flood_of_one_device_costs_no_other_anything() -> None:
    given = Quota(burst=5, a_day=24)
    taken(given, 1000)
    assert taken(given, 5, device="b") == 5


def test_a_day_fills_the_bucket_and_never_over_its_rim() -> None:
    given = Quota(burst=5, a_day=24)
    taken(given, 5)
    assert taken(given, 9, at=NOON + timedelta(hours=2)) == 2
    assert taken(given, 9, at=NOON + timedelta(days=30)) == 5


def test_a_clock_that_is_put_back_neither_fills_nor_empties() -> None:
    given = Quota(burst=2, a_day=24)
    assert taken(given, 1) == 1
    assert taken(given, 9, at=NOON - timedelta(days=2)) == 1
    assert taken(given, 1, at=NOON + timedelta(minutes=1)) == 0


def test_buckets_that_are_full_again_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "MANY", 3)
    given = Quota(burst=2, a_day=24)
    for device in "abc":
        given.takes(device, NOON)
    assert taken(given, 2, device="a", at=NOON + timedelta(hours=2)) == 2
    given.takes("d", NOON + timedelta(hours=2))
    assert taken(given, 1, device="a", at=NOON + timedelta(hours=2)) == 0
