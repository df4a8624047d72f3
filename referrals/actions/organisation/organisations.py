"""Organisations: added, ended, never overwritten."""

from datetime import date

from django.db import transaction

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.models import Organisation


@transaction.atomic
def add(
    *,
    name: str,
    kind: str,
    valid_from: date,
    by: Actor,
    ods_code: str | None = None,
    parent: Organisation | None = None,
    refers_to: Organisation | None = None,
    email: str = "",
    phone: str = "",
    area_code: str = "",
) -> Organisation:
    """A practice, network, board, team or provider. NHS bodies need their ODS code."""
    check(by, Permission.KEEP_ORGANISATION)
    organisation = Organisation.objects.create(
        name=name,
        kind=kind,
        ods_code=ods_code,
        parent=parent,
        refers_to=refers_to,
        email=email,
        phone=phone,
        area_code=area_code,
        valid_from=valid_from,
    )
    audit.record(by=by, did="organisation.added", to=organisation)
    return organisation
