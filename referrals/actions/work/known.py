"""Letting the database know the kinds and subjects that the apps declare, so that it can refuse any other."""

from django.db import connection, transaction

from referrals.kit.registries import message_kinds, subjects, task_kinds
from referrals.models import KnownMessageKind, KnownSubject, KnownTaskKind

# What work or a message is about goes with it or after it: seen at the end of the transaction, like a foreign key.
KEEP_SUBJECTS = """
CREATE OR REPLACE FUNCTION subject_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM referrals_task WHERE subject_kind = TG_ARGV[0] AND subject_id = OLD.id)
    OR EXISTS (SELECT FROM referrals_outboundmessage WHERE subject_kind = TG_ARGV[0] AND subject_id = OLD.id) THEN
        RAISE foreign_key_violation USING MESSAGE = format('something is about %s %s', TG_ARGV[0], OLD.id);
    END IF;
    RETURN NULL;
END $$
"""
KEEP_SUBJECT = """
CREATE CONSTRAINT TRIGGER subject_is_kept AFTER DELETE ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION subject_is_kept('{name}')
"""
KEPT = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'subject_is_kept'"


def store_after_migrate(**_signal: object) -> None:
    """After each `migrate`, unless it went back to before there were such tables."""
    if KnownSubject._meta.db_table in connection.introspection.table_names():
        store()


@transaction.atomic
def store() -> None:
    """Add the names that the database does not know yet. What is no longer declared stays known: old rows have it."""
    task_names = [KnownTaskKind(name=kind.name) for kind in task_kinds.kinds()]
    KnownTaskKind.objects.bulk_create(task_names, ignore_conflicts=True)
    message_names = [KnownMessageKind(name=kind.name) for kind in message_kinds.kinds()]
    KnownMessageKind.objects.bulk_create(message_names, ignore_conflicts=True)
    there = set(connection.introspection.table_names())
    tables = {subject.name: subject.model._meta.db_table for subject in subjects.subjects()}
    tables = {name: table for name, table in tables.items() if table in there}
    KnownSubject.objects.bulk_create(
        [KnownSubject(name=name, table=table) for name, table in tables.items()], ignore_conflicts=True
    )
    _guard_tables(tables)


def _guard_tables(tables: dict[str, str]) -> None:
    """Guard the subjects' tables that have no guard yet."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        kept = {table for (table,) in cursor.fetchall()}
        cursor.execute(KEEP_SUBJECTS)
        for name, table in tables.items():
            if table not in kept:
                cursor.execute(KEEP_SUBJECT.format(table=connection.ops.quote_name(table), name=name))
