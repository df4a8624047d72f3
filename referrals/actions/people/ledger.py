"""What a merge changes, and what stood there before, so that it can be put back."""

from datetime import date

from django.db.models import F, Model, QuerySet

from referrals.models import Record


class Ledger:
    """Changes rows and keeps what stood there, so that it can be put back."""

    def __init__(self) -> None:
        self.changes: list[dict[str, object]] = []

    def change(self, rows: "QuerySet[Model]", **after: object) -> None:
        """Set columns (by their names in the table: `person_id`) of rows that nobody else can change meanwhile."""
        model = rows.model
        keys = [column.attname for column in model._meta.pk_fields]
        for row in rows.order_by().values(*{*keys, *after}):
            before = {column: row[column] for column in after}
            put(model, {key: row[key] for key in keys}, after)
            key = {key: after.get(key, row[key]) for key in keys}
            change: dict[str, dict[str, object]] = {"key": key, "before": before, "after": after}
            plain = {part: _plain(columns) for part, columns in change.items()}
            self.changes.append({"table": model._meta.label, **plain})


def _plain(columns: dict[str, object]) -> dict[str, object]:
    """For JSON: moments and days as text, to the microsecond."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}


def put(model: type[Model], row: dict[str, object], columns: dict[str, object]) -> None:
    """Set columns of a row, and count its version up where it has one."""
    version = {"version": F("version") + 1} if issubclass(model, Record) else {}
    model._default_manager.filter(**row).update(**columns, **version)
