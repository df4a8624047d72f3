"""The roles of the database: nobody who is not its owner changes the audit or history, and figures name nobody."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from referrals.kit import audit
from referrals.kit.actor import SCHEDULE
from referrals.models import AuditEvent, Person
from socialrx.management.commands import database_roles as roles
from tests.architecture.person_tables import NOT_A_PERSONS
from tests.support.world import World


@pytest.fixture
def granted(world: World) -> World:
    """The database as the command sets it up; all of it is taken back after the test."""
    out = io.StringIO()
    call_command("database_roles", stdout=out)
    run(out.getvalue())
    return world


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    run(f"SET LOCAL ROLE {role}")
    yield
    run("RESET ROLE")


def is_refused(statement: str) -> bool:
    try:
        with transaction.atomic():
            run(statement)
    except ProgrammingError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


def test_the_application_adds_to_the_audit_and_to_history_and_changes_nothing_there(granted: World) -> None:
    tables = roles.added_to_alone()
    assert {"referrals_auditevent", "referrals_auditseal", "referrals_personevent"} <= {*tables}
    with acting_as(roles.APPLICATION):
        audit.record(by=SCHEDULE, did="nothing.done")
        assert AuditEvent.objects.filter(did="nothing.done").exists()
        # The row as it was goes into history, which the application may add to.
        assert Person.objects.filter(pk=granted.ours.person.pk).update(sex="female") == 1
        for table in tables:
            for statement in (f"UPDATE {table} SET id = 1", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                assert is_refused(statement.replace("id = 1", _first_column(table))), statement


def test_the_application_is_no_owner(granted: World) -> None:
    with acting_as(roles.APPLICATION):
        for statement in (
            "TRUNCATE referrals_person CASCADE",
            "SET LOCAL session_replication_role = replica",
            "ALTER TABLE referrals_auditevent DISABLE TRIGGER ALL",
            "DROP TABLE referrals_auditseal",
            "CREATE TABLE mine (id int)",
            "DELETE FROM django_migrations",
        ):
            assert is_refused(statement), statement


def test_the_observatory_reads_figures_and_no_person(granted: World) -> None:
    figures = {*roles.figures()}
    assert figures
    assert figures <= NOT_A_PERSONS.keys()
    readable = set()
    with acting_as(roles.OBSERVATORY):
        for table in connection.introspection.table_names():
            if not is_refused(f'SELECT 1 FROM "{table}" LIMIT 1'):
                readable.add(table)
    assert readable == figures


def _first_column(table: str) -> str:
    with connection.cursor() as cursor:
        name = connection.introspection.get_table_description(cursor, table)[0].name
    return f'"{name}" = "{name}"'
