"""Loans of wearables: lending, taking back, and putting right who had one when."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from devices.actions import days, ingest
from devices.kinds import DeviceKind
from devices.models import Device, Loan
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Agreement, Person


@transaction.atomic
def lend(*, device: Device, person: Person, by: Actor, now: datetime, starts_at: datetime | None = None) -> Loan:
    """Lend a wearable to a person who agreed to wear one; `starts_at` when it was handed over earlier."""
    check(by, Permission.LEND_DEVICES)
    since = starts_at or now
    locked = _lock_device(device, by)
    if locked.kind != DeviceKind.WEARABLE or locked.disabled_at:
        raise Refusal("not-lendable", _("Only a wearable that is in use can be lent."))
    if not Person.objects.visible_to(by).filter(pk=person.pk).exists():
        raise Refusal("not-found", _("There is no such person."))
    if not Agreement.objects.filter(person=person, purpose="wear_device", withdrawn_at=None).exists():
        raise Refusal("not-agreed", _("The person has not agreed to wear a step counter."))
    if since > now:
        raise Refusal("period", _("The loan cannot start in the future."))
    _require_free(locked, since, None)
    loan = Loan.objects.create(device=locked, person=person, starts_at=since, lent_by_id=by.membership_id)
    audit.record(by=by, did="device.lent", to=loan, person_id=person.pk)
    _follow_change(locked, since, None, now)
    return loan


@transaction.atomic
def take_back(*, loan: Loan, by: Actor, now: datetime, ends_at: datetime | None = None) -> Loan:
    """The wearable is back; `ends_at` when it was handed in earlier."""
    return correct(loan=loan, starts_at=loan.starts_at, ends_at=ends_at or now, by=by, now=now, did="device.returned")


@transaction.atomic
def correct(
    *,
    loan: Loan,
    starts_at: datetime,
    ends_at: datetime | None,
    by: Actor,
    now: datetime,
    did: str = "loan.corrected",
) -> Loan:
    """Put right when a person had a wearable. Days are worked out again, and messages that nobody was
    known to have worn the device for are tried again.
    """
    check(by, Permission.LEND_DEVICES)
    device = _lock_device(loan.device, by)
    found = Loan.objects.visible_to(by).filter(pk=loan.pk).first()
    if found is None:
        raise Refusal("not-found", _("There is no such loan."))
    if starts_at > now or (ends_at and not starts_at < ends_at <= now):
        raise Refusal("period", _("The loan must start before it ends, and not in the future."))
    _require_free(device, starts_at, ends_at, besides=found)
    first = min(found.starts_at, starts_at)
    last = None if found.ends_at is None or ends_at is None else max(found.ends_at, ends_at)
    found.starts_at, found.ends_at, found.version = starts_at, ends_at, found.version + 1
    found.save(update_fields=["starts_at", "ends_at", "version"])
    audit.record(by=by, did=did, to=found, person_id=found.person_id)
    _follow_change(device, first, last, now)
    return found


def _lock_device(device: Device, by: Actor) -> Device:
    """The device, with no message of it being judged until we are done (`recognise` takes the other side)."""
    locked = Device.objects.visible_to(by).select_for_update().filter(pk=device.pk).first()
    if locked is None:
        raise Refusal("not-found", _("There is no such device."))
    return locked


def _require_free(device: Device, starts_at: datetime, ends_at: datetime | None, besides: Loan | None = None) -> None:
    others = Loan.objects.filter(Q(ends_at=None) | Q(ends_at__gt=starts_at), device=device)
    if ends_at is not None:
        others = others.filter(starts_at__lt=ends_at)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise Refusal("on-loan", _("Somebody else had this wearable at that time."))


def _follow_change(device: Device, starts_at: datetime, ends_at: datetime | None, now: datetime) -> None:
    ingest.try_again(device=device, starts_at=starts_at, ends_at=ends_at, now=now)
    days.mark(device_id=device.pk, starts_at=starts_at, ends_at=ends_at)
