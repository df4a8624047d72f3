"""When a row, or what belongs to it, last changed: so that other systems can ask for what is new."""

from django.apps import apps
from django.db.models import F, Max, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from referrals.kit.registries.fhir import Row


def with_change(rows: QuerySet[Row], *parts: type[Model], owner: str = "person") -> QuerySet[Row]:
    """Rows of a tracked table with `changed_at`: their last change or coming in, and that of their parts.

    `parts` are tables whose column `owner` leads to the row.
    """
    last = Coalesce(_last(_history(rows.model), "pgh_obj", "pgh_created_at"), F("recorded_at"))
    of_parts = [
        found
        for part in parts
        for found in (_last(_history(part), owner, "pgh_created_at"), _last(part, owner, "recorded_at"))
    ]
    # PostgreSQL's GREATEST passes over what is not there.
    found: QuerySet[Row] = rows.annotate(changed_at=Greatest(last, *of_parts) if parts else last)
    return found


def _history(table: type[Model]) -> type[Model]:
    return apps.get_model(table._meta.app_label, f"{table.__name__}Event")


def _last(table: type[Model], column: str, moment: str) -> Subquery:
    rows = table._default_manager.filter(**{column: OuterRef("pk")}).order_by().values(column)
    return Subquery(rows.annotate(last=Max(moment)).values("last"))
