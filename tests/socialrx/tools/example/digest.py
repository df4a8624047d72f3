"""One number for everything in the record that a reader or a script can see."""

import hashlib
import json

from django.apps import apps
from django.db import models

from referrals.models import Record

# Keys count in the order in which two processes write; hashes are salted; the database's clock is the real one.
PASSED_OVER = {"id", "recorded_at", "secret_hash", "once_key"}


def digest() -> str:
    """The same for two databases that hold the same records."""
    tables = {model._meta.label: sorted(_rows(model)) for model in apps.get_models() if _is_record(model)}
    assert sum(map(len, tables.values())) > 1000
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def _is_record(model: type[models.Model]) -> bool:
    return issubclass(model, Record)


def _rows(model: type[models.Model]) -> list[str]:
    plain = [field.name for field in model._meta.fields if not field.is_relation and field.name not in PASSED_OVER]
    return [json.dumps([str(value) for value in row]) for row in model._default_manager.values_list(*plain)]
