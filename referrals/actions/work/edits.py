"""Edits of what somebody had open: lost updates are refused, not silently won by whoever saves last."""

from django.db.models import F
from django.utils.translation import gettext as _

from referrals.kit.refusal import Refusal
from referrals.models import CarePlan, Organisation, PathwayTemplate, Person, Service


def begin(record: Person | CarePlan | Service | Organisation | PathwayTemplate, version: int | None) -> None:
    """Take the next version of a record. `version` is the one its editor had open; None where no page was open."""
    rows = type(record)._default_manager.filter(pk=record.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if rows.update(version=F("version") + 1) != 1:
        message = _("Someone else has changed this since you opened it. Open it again to see what they wrote.")
        raise Refusal("changed-meanwhile", message)
