"""Migrations that draw the models once, and those that go on beside a running installation."""

import re
from collections import Counter
from collections.abc import Iterator

from django.contrib.postgres.operations import AddIndexConcurrently, CreateExtension
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


OURS = ("referrals", "devices", "observatory")
# What belongs together: constraints that hold once the rows are filled, and notes of what is to be worked out again.
IN_ONE = {"0004_contact_points_by_what_they_reach", "0011_proved_contact_points", "0004_device_life"}
CONCURRENTLY = re.compile(r"\b(CREATE|DROP) INDEX CONCURRENTLY (?:IF (?:NOT )?EXISTS )?(\w+)")


def ours() -> list[migrations.Migration]:
    return [found for (app, _name), found in MigrationLoader(None).disk_migrations.items() if app in OURS]


def on_indices(found: migrations.Migration) -> Iterator[tuple[str, str]]:
    """Each index that is dropped or created while others go on writing, in the order of the operations."""
    for operation in found.operations:
        if isinstance(operation, AddIndexConcurrently):
            yield "CREATE", operation.index.name
        elif isinstance(operation, migrations.RunSQL):
            yield from ((done.group(1), done.group(2)) for done in CONCURRENTLY.finditer(str(operation.sql)))


def test_what_was_interrupted_beside_others_begins_again() -> None:
    """Such an index stays half built, is of no use, and lets no other be built under its name."""
    steps = {found.name: list(on_indices(found)) for found in ours() if list(on_indices(found))}
    assert {"0016_index_of_words", "0018_index_of_who_struck_out"} <= steps.keys()
    for name, done in steps.items():
        created = [index for what, index in done if what == "CREATE"]
        assert done == [(what, index) for index in created for what in ("DROP", "CREATE")], name


def test_rows_are_changed_apart_from_their_table() -> None:
    """A table that is being changed is closed to everybody until the transaction ends: rows are changed after it."""
    moving = (migrations.RunPython, migrations.RunSQL)
    both = {
        found.name
        for found in ours()
        if found.atomic
        and any(isinstance(one, moving) for one in found.operations)
        and any(isinstance(one, (*PART_OF_A_TABLE, migrations.AlterField)) for one in found.operations)
    }
    assert both == IN_ONE
