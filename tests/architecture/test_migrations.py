"""Migrations that draw the models once."""

from collections import Counter

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from referrals.migrations._at_once import PART_OF_A_TABLE, AtOnce

OF_THE_SCHEMA = (
    *(CreateExtension, migrations.CreateModel, *PART_OF_A_TABLE),
    *(migrations.AlterField, migrations.RemoveConstraint, AddTrigger, RemoveTrigger),
)


def at_once() -> list[migrations.Migration]:
    return [found for found in MigrationLoader(None).disk_migrations.values() if isinstance(found, AtOnce)]


def test_what_is_made_at_once_is_the_schema_alone() -> None:
    """Code that moves data needs the models as they were in between."""
    assert at_once()
    assert [made for found in at_once() for made in found.operations if not isinstance(made, OF_THE_SCHEMA)] == []


def column(operation: Operation) -> tuple[str, str] | None:
    """The table and column that an operation makes or changes."""
    if isinstance(operation, (migrations.AddField, migrations.AlterField)):
        return operation.model_name_lower, operation.name_lower
    return None


def test_no_column_is_made_and_changed_in_one() -> None:
    """An operation sees it as it is in the end, so a second one would change nothing, or the wrong thing."""
    for found in at_once():
        touched = Counter(column(operation) for operation in found.operations if column(operation))
        assert [name for name, times in touched.items() if times > 1] == []
