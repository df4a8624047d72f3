"""Migrations that draw the models once, and not after each operation.

Django draws every related model anew after each operation. Nearly all tables lead to a person, so that is thousands of
models, and most of what `migrate` does. For operations on the schema alone: code that moves data needs the models as
they were between two operations, and stands in a migration of Django's own.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

# What a new table is made with already, since it is made as it is in the end.
PART_OF_A_TABLE = (migrations.AddConstraint, migrations.AddField, migrations.AddIndex)


class AtOnce(migrations.Migration):
    """Each operation goes from the models as they were before the migration to the models as they are after it."""

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,  # noqa: FBT001, FBT002 # Django's own signature
    ) -> ProjectState:
        before = project_state.clone()
        drawn: dict[str, Any] = project_state.__dict__
        drawn.pop("apps", None)
        self.mutate_state(project_state, preserve=False)
        new = {operation.name_lower for operation in self.operations if isinstance(operation, migrations.CreateModel)}
        for operation in self.operations:
            if isinstance(operation, PART_OF_A_TABLE) and operation.model_name_lower in new:
                continue
            operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
