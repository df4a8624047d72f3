"""A person of markers: everything is in their export, and nothing of it anywhere after their erasure."""

import io
import json
import logging
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from devices.actions import days
from devices.selectors import reconcile
from referrals import tasks
from referrals.actions.messages import outbox
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.registries import person_data
from referrals.kit.registries.person_data import Holding
from referrals.models import AuditEvent, ChangedWeek, Erasure, Person
from tests.support import searches
from tests.support.canary import CANARY, Canary, build
from tests.support.world import World

TEXT = (models.CharField, models.TextField, models.BinaryField, models.JSONField)
# Texts that no person types and no device sends: the product makes them or takes them from a list.
CODES = {
    *("area_code", "changes", "digest", "event", "failure", "from_status", "imd_edition", "kind", "lsoa_code"),
    *("method", "metric", "once_key", "path", "reason", "reference", "state", "subject_kind", "to_status"),
    *("topic_kind", "wording_version", "browser", "system", "sealed"),
}
# A member of staff's, and what a program needs to sign in.
NOT_FOR_PEOPLE = {
    "allowed_origins",
    "client_secret",
    "job_title",
    "password",
    "post_logout_redirect_uris",
    "redirect_uris",
}
# Random keys that a sign-in leaves behind, and what only a member of a team has.
KEYS_ONLY = {"account_emailconfirmation", "django_session", "devices_responder"}
# What no export shows, and why.
NOT_EXPORTED = {
    "colleague": "a colleague's name",
    "sister": "the name of whoever referred",
    "ward-tel": "the telephone of whoever referred",
    "client": "credentials",
    "token": "credentials",
}


@pytest.fixture
def canary(world: World) -> Canary:
    canary = build(world)
    outbox.send_waiting(limit=100, by=SCHEDULE, now=timezone.now() + timedelta(hours=1))
    days.rebuild()
    return canary


def unmarked(holding: Holding, canary: Canary) -> set[str]:
    """The text columns of a table in which no row of the person has a marker."""
    columns = {
        column.name
        for column in holding.model._meta.concrete_fields
        if isinstance(column, TEXT) and not column.choices and column.name not in CODES | NOT_FOR_PEOPLE
    }
    rows = list(holding.rows(canary.person.pk).values(*columns)) if columns else []
    return {name for name in columns if not any(is_marked(row[name], canary) for row in rows)}


def is_marked(value: object, canary: Canary) -> bool:
    text = bytes(value).decode() if isinstance(value, memoryview | bytes) else str(value)
    return any(marker in text for marker in canary.markers.values())


def exported(packed: bytes) -> tuple[str, str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return archive.read("record.json").decode(), archive.read("record.html").decode()


def test_each_text_column_of_each_table_holds_a_marker(canary: Canary) -> None:
    tables = {
        holding.model._meta.db_table: holding
        for holding in person_data.holdings()
        # Triggers copy every column into the history.
        if not holding.kept and not hasattr(holding.model, "pgh_tracked_model")
    }
    bare = {name: unmarked(holding, canary) for name, holding in tables.items() if name not in KEYS_ONLY}
    assert {name: columns for name, columns in bare.items() if columns} == {}


def test_the_export_of_the_service_holds_each_marker(canary: Canary, tmp_path: Path) -> None:
    target = tmp_path / "record.zip"
    call_command("export_person", str(canary.person.public_id), "--to", str(target))
    as_json, as_page = exported(target.read_bytes())
    missing = {name for name, marker in canary.markers.items() if marker not in as_json or marker not in as_page}
    assert missing == NOT_EXPORTED.keys()
    assert target.stat().st_mode & 0o077 == 0
    names = [canary.world.ours.members[role].user.name for role in (Role.GP, Role.LINK_WORKER, Role.PROVIDER)]
    assert [name for name in names if name in as_json] == []
    assert "Link worker, Trafford Link Workers" in as_json


def test_after_erasure_no_marker_is_left_anywhere(canary: Canary, caplog: pytest.LogCaptureFixture) -> None:
    person_id, public_id = canary.person.pk, canary.person.public_id
    tasks.sweep.delay()
    before = searches.in_tables(canary.markers.values())
    assert [marker for marker, tables in before.items() if not tables] == []

    call_command("erase_person", str(public_id), "--reason", "asked")

    after = searches.in_tables([CANARY, *canary.markers.values()])
    assert {marker: tables for marker, tables in after.items() if tables} == {}
    assert [text for text in searches.redis_texts() if CANARY in text] == []
    assert CANARY not in caplog.text
    assert Erasure.objects.get().person_public_id == public_id
    assert AuditEvent.objects.filter(person_id=person_id, did="person.erased").count() == 1
    assert canary.browser.get("/me/").status_code in {302, 404}


def test_no_log_names_the_person(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    canary = build(world)
    outbox.send_waiting(limit=100, by=SCHEDULE, now=timezone.now() + timedelta(hours=1))
    days.rebuild()
    assert canary.markers["family"] in canary.browser.get("/me/").content.decode()
    found = world.ours.client(Role.GP).post("/gp/search/", {"search": canary.markers["family"]})
    assert canary.markers["preferred"] in found.content.decode()
    assert canary.browser.get("/me/nothing/").status_code == 404
    assert "Not Found" in caplog.text
    assert [name for name, marker in canary.markers.items() if marker in caplog.text] == []


def test_messages_name_the_person_on_the_envelope_only(canary: Canary) -> None:
    assert [message.to for message in mail.outbox if CANARY in message.to[0]]
    words = "".join(f"{message.subject} {message.body}" for message in mail.outbox)
    assert [name for name, marker in canary.markers.items() if marker in words] == []


def test_the_sums_of_messages_add_up_after_an_erasure(canary: Canary) -> None:
    before = reconcile.messages()
    call_command("erase_person", str(canary.person.public_id), "--reason", "asked")
    days.rebuild()
    assert list(reconcile.faults()) == []
    assert reconcile.messages() == before


def test_an_erasure_marks_the_weeks_that_counted_the_person(canary: Canary) -> None:
    ChangedWeek.objects.all().delete()
    call_command("erase_person", str(canary.person.public_id), "--reason", "asked")
    assert ChangedWeek.objects.exists()


def test_nobody_else_loses_anything(canary: Canary) -> None:
    theirs = canary.world.theirs.person
    held = {holding.model: holding.rows(theirs.pk).count() for holding in person_data.holdings()}
    call_command("erase_person", str(canary.person.public_id), "--reason", "asked")
    assert {holding.model: holding.rows(theirs.pk).count() for holding in person_data.holdings()} == held


def test_tombstones_erase_again_whom_a_backup_brings_back(canary: Canary, tmp_path: Path) -> None:
    number = canary.markers["nhs_number"]
    target = tmp_path / "tombstones"
    call_command("erase_person", str(canary.person.public_id), "--reason", "asked")
    call_command("tombstones", "--to", str(target))
    assert CANARY not in target.read_text()
    assert number not in target.read_text()
    reason = {"given_name": "A", "family_name": "B", "born_on": "1911-11-11", "nhs_number": number}
    restored = Person.objects.create(**reason, public_id=json.loads(target.read_text())["person"])
    call_command("tombstones", "--reapply", str(target))
    assert not Person.objects.filter(pk=restored.pk).exists()
    came_back = Person.objects.create(**reason)
    call_command("tombstones", "--reapply", str(target))
    assert Person.objects.filter(pk=came_back.pk).exists()
