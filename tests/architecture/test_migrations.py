"""Migrations that make all their tables at once."""

from django.contrib.postgres.operations import CreateExtension
from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader
from pgtrigger.migrations import AddTrigger

from referrals.migrations._at_once import AtOnce

MAKES_WHOLE = (CreateModel, AddTrigger, CreateExtension)


def test_what_is_made_at_once_is_made_whole() -> None:
    """They see the models as they are in the end: what adds to a table would find its addition there already."""
    at_once = [found for found in MigrationLoader(None).disk_migrations.values() if isinstance(found, AtOnce)]
    assert at_once
    assert [made for found in at_once for made in found.operations if not isinstance(made, MAKES_WHOLE)] == []


def test_only_the_first_release_makes_tables_at_once() -> None:
    at_once = {key for key, found in MigrationLoader(None).disk_migrations.items() if isinstance(found, AtOnce)}
    assert at_once == {("referrals", "0002_record"), ("devices", "0001_initial"), ("observatory", "0001_initial")}
