"""A provider's ledger: entering a grant or a cost, and taking an entry back by another."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import LedgerEntry, Service, Session


@transaction.atomic
def enter(
    *, kind: str, on: date, pence: int, purpose: str, service: Service | None, session: Session | None, by: Actor
) -> LedgerEntry:
    """Enter a grant or a cost. With a session the service is the session's."""
    check(by, Permission.KEEP_SERVICES)
    service = session.service if session else service
    if by.organisation_id is None or (service and service.organisation_id != by.organisation_id):
        raise Refusal("not-yours", _("This service belongs to another organisation."))
    entry = LedgerEntry.objects.create(
        organisation_id=by.organisation_id,
        kind=kind,
        on=on,
        pence=pence,
        purpose=purpose,
        service=service,
        session=session,
    )
    audit.record(by=by, did="ledger.entered", to=entry)
    return entry


@transaction.atomic
def reverse(*, entry: LedgerEntry, by: Actor) -> LedgerEntry:
    """Take an entry back by its opposite, of the same day: both stay. Refusals: is-reversal, reversed-before."""
    check(by, Permission.KEEP_SERVICES)
    # The row is the lock: of two who take it back at once, the second finds it taken back.
    locked = LedgerEntry.objects.select_for_update().get(pk=entry.pk)
    if locked.reverses_id:
        raise Refusal("is-reversal", _("This entry takes another one back. Enter what is right instead."))
    if LedgerEntry.objects.filter(reverses=locked).exists():
        raise Refusal("reversed-before", _("This entry has been taken back already."))
    opposite = LedgerEntry.objects.create(
        organisation_id=locked.organisation_id,
        kind=locked.kind,
        on=locked.on,
        pence=-locked.pence,
        purpose=locked.purpose,
        service_id=locked.service_id,
        session_id=locked.session_id,
        reverses=locked,
    )
    audit.record(by=by, did="ledger.reversed", to=opposite)
    return opposite
