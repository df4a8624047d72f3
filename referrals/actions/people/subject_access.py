"""Handing a person everything that is held on them (UK GDPR, article 15)."""

import io
import json
import zipfile
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Person
from referrals.selectors.people import duplicates, subject_access


@transaction.atomic
def export(*, person: Person, by: Actor, now: datetime) -> bytes:
    """A zip with `record.json` and the same as a page, `record.html`.

    The person's own download leaves out what someone of the service must read first; the service's has it.
    """
    own = by.person_id == person.pk
    check(by, Permission.READ_OWN_RECORD if own else Permission.ERASE)
    if duplicates.is_merged_away(person):
        raise Refusal("merged", _("This record was merged: export the one that stands, and it is in there."))
    tables = list(subject_access.tables(person, with_guarded=not own))
    audit.record(
        by=by, did="person.exported", to=person, person_id=person.pk, rows=sum(len(table.rows) for table in tables)
    )
    as_json = {
        "person": str(person.public_id),
        "made_at": now.isoformat(),
        "tables": [{"table": table.name, "title": table.title, "rows": table.rows} for table in tables],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("record.json", json.dumps(as_json, indent=1, ensure_ascii=False))
        archive.writestr("record.html", render_to_string("person/export.html", {"tables": tables, "made_at": now}))
    return packed.getvalue()
