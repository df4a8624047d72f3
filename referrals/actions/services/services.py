"""Services and their sessions."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.work import edits
from referrals.drafts import ServiceDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission, Role
from referrals.kit.refusal import Refusal
from referrals.models import Organisation, Service, Session
from referrals.models.services.service_choices import ServiceStatus


@transaction.atomic
def add(*, organisation: Organisation, draft: ServiceDraft, by: Actor, confirmed_on: date | None) -> Service:
    """List a service of an organisation."""
    check_lists(by, organisation.pk)
    service = Service.objects.create(organisation=organisation, assured_on=confirmed_on, **_columns(draft))
    audit.record(by=by, did="service.added", to=service)
    return service


@transaction.atomic
def edit(*, service: Service, draft: ServiceDraft, version: int | None, on: date, by: Actor) -> Service:
    """Change a listing, which confirms it. Fewer places than are taken: everybody keeps theirs, nobody gets a new one.

    Refusals: not-yours, changed-meanwhile, service-closed.
    """
    check_lists(by, service.organisation_id)
    edits.begin(service, version)
    service.refresh_from_db()
    if service.status == ServiceStatus.CLOSED:
        raise Refusal("service-closed", _("This service is closed: open its listing again first."))
    columns = _columns(draft)
    if draft.postcode != service.postcode:
        # Where its directory said that it was.
        columns |= {"latitude": None, "longitude": None}
    Service.objects.filter(pk=service.pk).update(assured_on=on, **columns)
    service.refresh_from_db()
    audit.record(by=by, did="service.edited", to=service)
    return service


def _columns(draft: ServiceDraft) -> dict[str, Any]:
    """The draft as the table keeps it, which knows lists and no tuples."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(draft).items()}


@transaction.atomic
def confirm(*, service: Service, on: date, by: Actor) -> Service:
    """Say that the listing is still right."""
    check_lists(by, service.organisation_id)
    Service.objects.filter(pk=service.pk).update(assured_on=on, version=F("version") + 1)
    service.refresh_from_db()
    audit.record(by=by, did="service.confirmed", to=service)
    return service


@dataclass(frozen=True, slots=True)
class Meeting:
    """When a session is to be, and the code that is said on the phone and printed at the door."""

    code: str
    starts_at: datetime
    ends_at: datetime


def schedule(*, service: Service, code: str, starts_at: datetime, ends_at: datetime, by: Actor) -> Session:
    """Add a dated session. Refusals: not-yours, code-taken."""
    [session] = schedule_series(service=service, meetings=[Meeting(code, starts_at, ends_at)], by=by)
    return session


@transaction.atomic
def schedule_series(*, service: Service, meetings: Sequence[Meeting], by: Actor) -> list[Session]:
    """Add many sessions, all or none. Refusals: not-yours; code-taken, since codes are unique."""
    check_keeps(by, service.organisation_id)
    if Session.objects.filter(code__in=[meeting.code for meeting in meetings]).exists():
        raise Refusal("code-taken", _("Another session has this code."))
    sessions = Session.objects.bulk_create(
        Session(service=service, code=meeting.code, starts_at=meeting.starts_at, ends_at=meeting.ends_at)
        for meeting in meetings
    )
    audit.record_each(by=by, did="session.scheduled", to=sessions)
    return sessions


def check_lists(by: Actor, organisation_id: int) -> None:
    """A provider keeps its own listings, signed in or by a mailed link; the schedule loads them."""
    check(by, Permission.KEEP_LISTINGS)
    _check_own(by, organisation_id)


def check_keeps(by: Actor, organisation_id: int) -> None:
    """A provider keeps the sessions of its own services."""
    check(by, Permission.KEEP_SERVICES)
    _check_own(by, organisation_id)


def _check_own(by: Actor, organisation_id: int) -> None:
    if by.role is Role.PROVIDER and by.organisation_id != organisation_id:
        raise Refusal("not-yours", _("This service belongs to another organisation."))
