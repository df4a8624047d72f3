"""No table is forgotten: each holds a person's data and says how to find it, or says why it holds none."""

import pytest
from django.apps import apps
from django.db import connection

from referrals.kit.registries import person_data
from referrals.models import Retention
from tests.architecture.person_tables import NOT_A_PERSONS

OWN_APPS = {"referrals", "devices", "observatory"}
PARTITIONS_LEFT_OUT = """
SELECT relname FROM pg_class
WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
"""
FOREIGN_KEYS = "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"


def declared() -> set[str]:
    return {holding.model._meta.db_table for holding in person_data.holdings()}


def rows(statement: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [tuple(row) for row in cursor.fetchall()]


def leading_to(target: str, links: set[tuple[str, str]]) -> set[str]:
    """Every table from which foreign keys lead to the target."""
    found = {target}
    while True:
        more = {source for source, reached in links if reached in found} - found
        if not more:
            return found
        found |= more


@pytest.mark.django_db
def test_each_table_is_declared_or_says_why_it_holds_no_persons_data() -> None:
    tables = {name for (name,) in rows(PARTITIONS_LEFT_OUT)}
    assert tables - declared() - NOT_A_PERSONS.keys() == set(), "declare it in an app's person_data module"
    assert NOT_A_PERSONS.keys() - tables == set(), "these tables are gone"
    assert NOT_A_PERSONS.keys() & declared() == set()


@pytest.mark.django_db
def test_no_table_with_a_way_to_a_person_is_without_an_eraser() -> None:
    links = {(source, target) for source, target in rows(FOREIGN_KEYS)}
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    # History has no constraints in the database; its models still say where the columns point.
    links |= {
        (table, column.related_model._meta.db_table)
        for table, model in models.items()
        for column in model._meta.concrete_fields
        if column.related_model
    }
    assert leading_to("referrals_person", links) - declared() == set()


def test_a_table_that_leads_to_a_person_over_two_others_is_found() -> None:
    links = {("note", "episode"), ("episode", "person"), ("service", "organisation")}
    assert leading_to("person", links) == {"person", "episode", "note"}


def test_each_own_table_has_a_retention_class() -> None:
    own = [model for model in apps.get_models() if model._meta.app_label in OWN_APPS]
    missing = [
        model.__name__
        for model in own
        if not hasattr(model, "pgh_tracked_model") and getattr(model, "RETENTION", None) not in set(Retention)
    ]
    assert own
    assert missing == []


def test_rows_go_before_the_rows_that_they_point_at() -> None:
    order = [holding.model for holding in person_data.holdings()]
    for position, model in enumerate(order):
        targets = {column.related_model for column in model._meta.concrete_fields if column.related_model}
        assert targets.isdisjoint(order[:position]), model
