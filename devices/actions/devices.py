"""Devices: registering one, giving it a new secret, disabling it.

A change of credentials reaches the broker through `broker.write_accounts`, which runs every few seconds.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from devices import credentials
from devices.kinds import DeviceKind
from devices.models import Device
from referrals.kit import audit, randomness
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Organisation


@transaction.atomic
def register(
    *,
    organisation: Organisation,
    kind: str,
    label: str,
    by: Actor,
    serial: str = "",
    site: Organisation | None = None,
) -> tuple[Device, str]:
    """Take a device into use; the second value is its secret, which is shown now and kept nowhere.

    A reader stands at a `site`, the provider whose sessions it checks people in to.
    """
    check(by, Permission.KEEP_DEVICES)
    if by.organisation_id not in {None, organisation.pk}:
        raise Refusal("not-found", _("There is no such organisation."))
    if (kind == DeviceKind.READER) != (site is not None):
        raise Refusal("site", _("A reader needs the provider where it stands; a wearable has none."))
    if serial and Device.objects.filter(organisation=organisation, serial=serial).exists():
        raise Refusal("serial-taken", _("A device with this serial number is already registered."))
    secret = randomness.new_secret()
    device = Device.objects.create(
        organisation=organisation,
        kind=kind,
        label=label,
        serial=serial,
        site=site,
        secret_hash=credentials.hash_secret(secret),
    )
    audit.record(by=by, did="device.registered", to=device, kind=kind)
    return device, secret


@transaction.atomic
def rotate_secret(*, device: Device, by: Actor) -> str:
    """Give the device a new secret, shown now and kept nowhere; the old one stops within seconds."""
    locked = _lock_kept(device, by)
    if locked.disabled_at:
        raise Refusal("disabled", _("This device is disabled."))
    secret = randomness.new_secret()
    locked.secret_hash = credentials.hash_secret(secret)
    _save_field(locked, "secret_hash")
    audit.record(by=by, did="device.secret_rotated", to=locked)
    return secret


@transaction.atomic
def disable(*, device: Device, by: Actor, now: datetime) -> Device:
    """Shut the device out: its messages count no more at once, and the broker refuses it within seconds."""
    locked = _lock_kept(device, by)
    if locked.disabled_at is None:
        locked.disabled_at = now
        _save_field(locked, "disabled_at")
        audit.record(by=by, did="device.disabled", to=locked)
    return locked


@transaction.atomic
def enable(*, device: Device, by: Actor) -> Device:
    """Let a disabled device in again."""
    locked = _lock_kept(device, by)
    if locked.disabled_at is not None:
        locked.disabled_at = None
        _save_field(locked, "disabled_at")
        audit.record(by=by, did="device.enabled", to=locked)
    return locked


def _lock_kept(device: Device, by: Actor) -> Device:
    check(by, Permission.KEEP_DEVICES)
    locked = Device.objects.visible_to(by).select_for_update().filter(pk=device.pk).first()
    if locked is None:
        raise Refusal("not-found", _("There is no such device."))
    return locked


def _save_field(device: Device, field: str) -> None:
    device.version += 1
    device.save(update_fields=[field, "version"])
