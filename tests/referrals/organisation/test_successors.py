"""Practices that have merged go on in their successors, as the register's file says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from referrals.models import AuditEvent, Invitation, Organisation, PersonPractice, ReferenceLoad
from tests.observatory.reference.files import Loaded, run
from tests.support.world import World

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
pytestmark = pytest.mark.time_machine(NOW, tick=False)


def load(folder: Path, *lines: str, header: str = "") -> Loaded:
    file = folder / "succ.csv"
    file.write_text("\n".join(filter(None, [header, *lines])) + "\n")
    return run("merge_successors", file, edition="2026-09", source="ODS")


@pytest.fixture
def merged(world: World) -> str:
    """A line that says that our practice has gone on as theirs since last month."""
    return f"{world.ours.practice.ods_code},{world.theirs.practice.ods_code},X,20261001,1"


def at_theirs(world: World) -> bool:
    registered = PersonPractice.objects.filter(person=world.ours.person, practice=world.theirs.practice, valid_to=None)
    world.ours.practice.refresh_from_db()
    world.ours.referral.refresh_from_db()
    is_merged = world.ours.practice.merged_into_id == world.theirs.practice.pk
    moved = world.ours.referral.referring_organisation_id == world.theirs.practice.pk
    assert registered.exists() == is_merged == moved
    return is_merged


def test_who_was_registered_and_who_worked_there_goes_on_with_the_successor(
    world: World, tmp_path: Path, merged: str
) -> None:
    assert load(tmp_path, merged).counts == "0 new, 0 changed, 0 same, 1 ended, 0 refused, 0 left out"
    assert at_theirs(world)
    assert world.ours.practice.valid_to == NOW.date()
    assert Invitation.objects.filter(organisation=world.theirs.practice, role="gp").count() == 1
    assert AuditEvent.objects.filter(did="organisation.merged").count() == 1
    assert ReferenceLoad.objects.filter(kind="successors", edition="2026-09").count() == 1


def test_it_may_run_twice(world: World, tmp_path: Path, merged: str) -> None:
    load(tmp_path, merged)
    before = list(Organisation.objects.order_by("pk").values())
    assert load(tmp_path, merged).counts.startswith("0 new, 0 changed, 1 same, 0 ended")
    assert list(Organisation.objects.order_by("pk").values()) == before


def test_what_has_ended_already_keeps_its_last_day(world: World, tmp_path: Path, merged: str) -> None:
    ended = NOW.date() - timedelta(days=20)
    Organisation.objects.filter(pk=world.ours.practice.pk).update(valid_to=ended)
    load(tmp_path, merged)
    assert at_theirs(world)
    assert world.ours.practice.valid_to == ended


def test_a_header_may_name_the_columns_in_any_order(world: World, tmp_path: Path) -> None:
    ours, theirs = world.ours.practice.ods_code, world.theirs.practice.ods_code
    header = "Legal Start Date,Successor Code,Predecessor Code"
    load(tmp_path, f"2026-10-01,{theirs},{ours}", header=header)
    assert at_theirs(world)


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("{ours},{theirs},X,20270401,1", "0 ended, 0 refused, 1 left out"),
        ("Y90001,{theirs},X,20261001,1", "0 ended, 0 refused, 1 left out"),
        ("{ours},Y90001,X,20261001,1", "0 ended, 1 refused, 0 left out"),
        ("{ours},{network},X,20261001,1", "0 ended, 1 refused, 0 left out"),
        ("{ours},{ours},X,20261001,1", "0 ended, 1 refused, 0 left out"),
        ("{ours},{theirs},X,20261001,1\n{ours},Y90001,X,20261001,1", "0 ended, 1 refused, 0 left out"),
    ],
    ids=["to come", "not ours", "no successor", "another kind", "itself", "several"],
)
def test_what_a_person_has_to_decide_is_refused_and_what_is_not_ours_is_left_out(
    world: World, tmp_path: Path, line: str, counts: str
) -> None:
    codes = {
        "ours": world.ours.practice.ods_code,
        "theirs": world.theirs.practice.ods_code,
        "network": world.theirs.pcn.ods_code,
    }
    assert load(tmp_path, line.format(**codes)).counts.endswith(counts)
    assert not at_theirs(world)
