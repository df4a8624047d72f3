"""The first release's migrations, of many tables that point at each other, in a third of the time.

For those alone: they see the models as they are in the end. Every later migration adds, and is Django's own.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class AtOnce(migrations.Migration):
    """All its tables are made from one drawing of the models, so each operation has to make its thing whole.

    Django draws every related model anew after each operation: of a hundred tables that all lead to a person that is
    thousands of models, and most of what a first `migrate` does.
    """

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
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
