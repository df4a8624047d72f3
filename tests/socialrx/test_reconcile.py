"""`manage.py reconcile`: one JSON object for scripts, a table for people, and exit status 1 where a sum is off."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from devices.actions import days, ingest
from devices.models import DeviceDay, Tally
from referrals.models import Referral
from tests.devices.kit import Kit

FIGURES = ["ok", "messages", "referrals", "onward_referrals", "outbox", "readings", "days", "releases"]


@pytest.fixture
def counted(kit: Kit) -> Kit:
    """A message that came twice, one that was rejected, and the day that follows."""
    ingest.store(batch=[kit.steps(), kit.steps(), kit.steps(id="other", steps=-1)], now=kit.now)
    days.rebuild()
    return kit


def figures() -> dict[str, Any]:
    out = io.StringIO()
    call_command("reconcile", "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def failing() -> str:
    """What it complains of."""
    complaints = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("reconcile", "--json", stdout=io.StringIO(), stderr=complaints)
    assert ended.value.code == 1
    return complaints.getvalue()


def test_everything_is_accounted_for(counted: Kit) -> None:
    found = figures()
    assert list(found) == FIGURES
    assert found["ok"] is True
    assert found["messages"] == {
        "received": 3,
        "stored": 1,
        "duplicate": 1,
        "superseded": 0,
        "rejected": {"schema": 1},
    }
    assert sum(found["referrals"].values()) == Referral.objects.count() > 0
    assert (found["readings"], found["days"], found["releases"]) == (1, 1, 0)
    assert set(found["outbox"]) == {"waiting", "sent", "delivered", "failed"}


def test_people_get_a_line_for_each_figure(counted: Kit) -> None:
    out = io.StringIO()
    call_command("reconcile", stdout=out)
    assert [line.split()[0] for line in out.getvalue().splitlines()] == FIGURES


def test_a_day_that_differs_from_its_readings_is_told(counted: Kit) -> None:
    DeviceDay.objects.update(steps=1)
    assert "differs from its readings" in failing()


def test_a_message_that_nothing_became_of_is_told(counted: Kit) -> None:
    Tally.objects.filter(name="received").update(count=4)
    assert "4 messages were received, 3 are accounted for" in failing()
