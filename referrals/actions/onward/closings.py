"""A service that is no longer offered, and what becomes of the people who were going there."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.messages import messages
from referrals.actions.onward import onward_referrals
from referrals.actions.services.services import check_lists
from referrals.actions.work import tasks
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.refusal import Refusal
from referrals.models import OnwardReferral, Organisation, Service, Session
from referrals.models.services.service_choices import ClosingReason, ServiceStatus
from referrals.states import WHEN_THE_SERVICE_CLOSES, OnwardStatus


@transaction.atomic
def close(*, service: Service, reason: str, on: date, by: Actor, now: datetime) -> Service:
    """The service is no longer offered. Whoever was going there is back with their link worker.

    Refusals: not-yours; already-closed. The row is the lock: whoever offers someone meanwhile waits, and is refused.
    """
    check_lists(by, service.organisation_id)
    return _close(service, reason, on, by, now)


def close_all(*, organisation: Organisation, by: Actor, now: datetime) -> None:
    """An organisation ends, and its services with it: whoever may end the one closes the others."""
    for service in organisation.services.exclude(status=ServiceStatus.CLOSED).order_by("pk"):
        _close(service, ClosingReason.NOT_OFFERED, local_day(now), by, now)


def _close(service: Service, reason: str, on: date, by: Actor, now: datetime) -> Service:
    changed = Service.objects.filter(pk=service.pk).exclude(status=ServiceStatus.CLOSED)
    columns = {"status": ServiceStatus.CLOSED, "closed_on": on, "closed_because": reason}
    if changed.update(version=F("version") + 1, **columns) != 1:
        raise Refusal("already-closed", _("This service is closed already."))
    service.refresh_from_db()
    audit.record(by=by, did="service.closed", to=service, reason=reason)
    # Sessions before people, the order in which a register is marked.
    _cancel_sessions(service, by, now)
    give_back_people(service=service, by=by, now=now)
    return service


@transaction.atomic
def reopen(*, service: Service, on: date, by: Actor) -> Service:
    """The service is offered again, its listing confirmed. Nobody gets their place back by it: they are asked anew."""
    check_lists(by, service.organisation_id)
    changed = Service.objects.filter(pk=service.pk, status=ServiceStatus.CLOSED)
    columns = {"status": ServiceStatus.OPEN, "closed_on": None, "closed_because": "", "assured_on": on}
    if changed.update(version=F("version") + 1, **columns) != 1:
        raise Refusal("not-closed", _("This service is open already."))
    service.refresh_from_db()
    audit.record(by=by, did="service.reopened", to=service)
    return service


def give_back_people(*, service: Service, by: Actor, now: datetime) -> None:
    """End every open onward referral to a closed service: each stands on its link worker's or team's worklist."""
    rows = OnwardReferral.objects.open().filter(service=service).select_for_update(of=("self",)).order_by("pk")
    for onward_referral in rows.select_related("episode", "service"):
        event = WHEN_THE_SERVICE_CLOSES[OnwardStatus(onward_referral.status)]
        # Whoever may close the service ends what stands with it, also by a link that is for nothing else.
        onward_referrals.carry_out(onward_referral, event, by, now, "service_closed")
        tasks.put(
            kind="service_closed",
            episode=onward_referral.episode,
            about=onward_referral,
            due_on=add_working_days(local_day(now), 1),
        )
        messages.tell_team(about=onward_referral, kind="service_closed", now=now)


def _cancel_sessions(service: Service, by: Actor, now: datetime) -> None:
    """What is to come is off, but for a session at which somebody has been seen already."""
    coming = Session.objects.filter(service=service, starts_at__gt=now, cancelled_at=None, marked_at=None)
    held = [session.pk for session in coming.select_for_update()]
    sessions = list(Session.objects.filter(pk__in=held, attendances=None))
    Session.objects.filter(pk__in=[session.pk for session in sessions]).update(
        cancelled_at=now, version=F("version") + 1
    )
    audit.record_each(by=by, did="session.cancelled", to=sessions)
