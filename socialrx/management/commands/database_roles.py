"""`manage.py database_roles`: SQL that gives the application and the observatory roles of their own in PostgreSQL.

The owner migrates, makes partitions and erases people. The application reads and writes rows, and adds to the audit and
to history without changing them. The observatory's role reads figures, and no table with a person.
"""

from collections.abc import Iterator

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import Model

APPLICATION, OBSERVATORY = "socialrx_app", "socialrx_observatory"
OWN = ("referrals", "devices", "observatory")
ROLE = """DO $$ BEGIN
    CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;"""


class Command(BaseCommand):
    help = "Print the SQL. It may be run again, and has to be after each upgrade: manage.py database_roles | psql"

    def handle(self, *args: object, **options: object) -> None:
        for statement in statements():
            self.stdout.write(statement)


def statements() -> Iterator[str]:
    """Each statement in its order."""
    rows = "SELECT, INSERT, UPDATE, DELETE"
    for role in (APPLICATION, OBSERVATORY):
        yield ROLE.format(role=role)
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};"
        yield f"GRANT USAGE ON SCHEMA public TO {role};"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
    yield f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {APPLICATION};"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION};"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {APPLICATION};"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APPLICATION};"
    yield f"REVOKE UPDATE, DELETE ON {', '.join(added_to_alone())} FROM {APPLICATION};"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APPLICATION};"
    yield f"GRANT SELECT ON {', '.join(figures())} TO {OBSERVATORY};"


def added_to_alone() -> list[str]:
    """The tables of the audit and of history, which nobody changes."""
    return sorted(model._meta.db_table for model in _own() if _is_added_to_alone(model))


def figures() -> list[str]:
    """The observatory's own tables: counts and published facts."""
    return sorted(model._meta.db_table for model in apps.get_app_config("observatory").get_models())


def _own() -> list[type[Model]]:
    return [model for label in OWN for model in apps.get_app_config(label).get_models()]


def _is_added_to_alone(model: type[Model]) -> bool:
    triggers = getattr(model._meta, "triggers", ())
    return hasattr(model, "pgh_tracked_model") or any(trigger.name == "append_only" for trigger in triggers)
