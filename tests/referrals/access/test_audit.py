"""The audit is changed by nobody unseen."""

import io
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from referrals.actions.access import sealing
from referrals.kit import audit
from referrals.kit.actor import SCHEDULE
from referrals.models import AuditEvent, AuditSeal
from tests.support.world import World

SEALS = 100_000
# Seconds for a thousand rows, on a machine that does other things too.
MOST_FOR_A_THOUSAND = 5


@pytest.fixture
def sealed(world: World) -> AuditSeal:
    """All that was done in the world has its link; the last of them."""
    assert sealing.seal(limit=SEALS, by=SCHEDULE, now=timezone.now()) > 50
    last = AuditSeal.objects.order_by("-number").first()
    assert last
    return last


def verified(*files: str) -> str:
    out = io.StringIO()
    call_command("audit_verify", *files, stdout=out)
    return out.getvalue()


def tampered(statement: str, *values: int) -> None:
    """As somebody does it who has the database to themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE referrals_auditevent SET person_id = 1 WHERE id = %s", "was changed"),
        ("UPDATE referrals_auditevent SET at = at - interval '1 day' WHERE id = %s", "was changed"),
        ("DELETE FROM referrals_auditevent WHERE id = %s", "is gone"),
    ],
)
def test_the_command_names_the_row_that_was_tampered_with(sealed: AuditSeal, statement: str, what: str) -> None:
    assert f"{sealed.number} rows are as they were written" in verified()
    victim = AuditSeal.objects.get(number=sealed.number // 2)
    tampered(statement, victim.event_id)
    with pytest.raises(CommandError, match=f"link {victim.number}: row {victim.event_id} {what}"):
        verified()


def test_what_stands_outside_shows_that_the_end_is_gone(sealed: AuditSeal, tmp_path: Path, settings: Settings) -> None:
    settings.AUDIT_ANCHORS = str(tmp_path / "anchors")
    assert sealing.anchor(by=SCHEDULE, now=timezone.now())
    assert "against 1 anchors" in verified(str(tmp_path / "anchors"))
    tampered("DELETE FROM referrals_auditevent WHERE id >= %s", sealed.event_id - 3)
    tampered("DELETE FROM referrals_auditseal WHERE event_id >= %s", sealed.event_id - 3)
    settings.AUDIT_ANCHORS = ""
    assert "are as they were written" in verified()
    with pytest.raises(CommandError, match="a row is gone, and all after it"):
        verified(str(tmp_path / "anchors"))


def test_sealing_goes_on_where_it_stopped_and_costs_little(sealed: AuditSeal) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(did="nothing.done", actor_kind="schedule", object_type="") for _number in range(1000)
    )
    began = time.perf_counter()
    assert sealing.seal(limit=400, by=SCHEDULE, now=timezone.now()) == 400
    assert sealing.seal(limit=SEALS, by=SCHEDULE, now=timezone.now()) == 600
    took = time.perf_counter() - began
    # What this is read for.
    print(f"1,000 rows sealed in {1000 * took:.0f} ms")  # noqa: T201
    assert took < MOST_FOR_A_THOUSAND
    assert sealing.seal(limit=SEALS, by=SCHEDULE, now=timezone.now()) == 0
    assert f"{sealed.number + 1000} rows" in verified()


def test_what_is_put_in_far_back_gets_no_link_and_is_named(world: World) -> None:
    now = timezone.now()
    assert sealing.seal(limit=SEALS, by=SCHEDULE, now=now - timedelta(hours=2))
    audit.record(by=SCHEDULE, did="nothing.done")
    assert sealing.seal(limit=SEALS, by=SCHEDULE, now=now) == 1
    AuditEvent.objects.create(
        pk=0, at=now - timedelta(days=9), did="nothing.done", actor_kind="schedule", object_type=""
    )
    assert sealing.seal(limit=SEALS, by=SCHEDULE, now=now) == 0
    with pytest.raises(CommandError, match="row 0 was put in among older rows"):
        verified()


def test_rows_that_still_wait_are_counted(sealed: AuditSeal) -> None:
    audit.record(by=SCHEDULE, did="nothing.done")
    assert "1 wait for their link" in verified()


def test_without_rows_there_is_nothing_to_write_down(db: None) -> None:
    assert sealing.anchor(by=SCHEDULE, now=timezone.now()) is None
    assert "0 rows" in verified()
