"""The names that the apps declare for kinds and subjects, as the database knows them, and how it guards them.

The apps declare them in code; each `migrate` adds what is new (`actions.work.known`). A name stays known when nobody
declares it any more: rows of before still have it.
"""

from typing import Any

import pgtrigger
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.constraints import BaseConstraint

from referrals.models.record import Retention


class KnownName(models.Model):
    """A declared name."""

    RETENTION = Retention.REFERENCE

    name = models.CharField(max_length=40, primary_key=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class KnownTaskKind(KnownName):
    """A kind of task."""


class KnownMessageKind(KnownName):
    """A kind of message."""


class KnownSubject(KnownName):
    """What tasks and messages may be about, and the table of its rows."""

    table = models.CharField(max_length=63)


class KnownNameConstraint(BaseConstraint):
    """A text column holds only names that stand in a table of known names, or nothing.

    To the database it is a foreign key. To Django it is not: its foreign keys show a row in place of the name.
    """

    def __init__(self, *, name: str, column: str, known: str) -> None:
        super().__init__(name=name)
        self.column = column
        # The table of names.
        self.known = known

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """The names' table may be made later in the same migration, so the key is added at the end."""
        if model and schema_editor:
            schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """The statement that adds it."""
        if model and schema_editor:
            quote = schema_editor.quote_name
            table, key = quote(model._meta.db_table), quote(self.name)
            refers = f"FOREIGN KEY ({quote(self.column)}) REFERENCES {quote(self.known)} (name)"
            return f"ALTER TABLE {table} ADD CONSTRAINT {key} {refers}"
        return None

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """The statement that takes it away."""
        if model and schema_editor:
            quote = schema_editor.quote_name
            return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"
        return None

    def validate(self, *_args: object, **_kwargs: object) -> None:
        """No form lets anybody type a name: the database alone says no."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "column": self.column, "known": self.known}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KnownNameConstraint) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.column, self.known))


# Untyped in its library.
_update_of: Any = pgtrigger.UpdateOf
_SUBJECT_CHANGES: pgtrigger.Operation = _update_of("subject_kind", "subject_id")
# A row cannot be about what is not there; what it is about cannot go in the same moment.
SUBJECT_EXISTS = pgtrigger.Trigger(
    name="subject_exists",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | _SUBJECT_CHANGES,
    condition=pgtrigger.Q(new__subject_kind__isnull=False),
    declare=[("place", "text"), ("found", "boolean")],
    func="""
        SELECT known."table" INTO place FROM referrals_knownsubject known WHERE known.name = NEW.subject_kind;
        EXECUTE format('SELECT true FROM %I WHERE id = $1 FOR KEY SHARE', place) INTO found USING NEW.subject_id;
        IF found IS NULL THEN
            RAISE foreign_key_violation USING MESSAGE = format('there is no %s %s', NEW.subject_kind, NEW.subject_id);
        END IF;
        RETURN NULL;
    """,
)


def subject_columns_together(name: str) -> models.CheckConstraint:
    """The kind of a subject and its key stand together, or neither does."""
    both = models.Q(subject_kind__isnull=False, subject_id__isnull=False)
    return models.CheckConstraint(name=name, condition=both | models.Q(subject_kind=None, subject_id=None))
