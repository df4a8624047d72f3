"""What devices need before they can send anything."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from devices import credentials, heartbeat
from devices.models import Device
from referrals.kit.actor import Actor
from referrals.kit.registries.setup_checks import Check, Finding, State, counted


def _accounts(_by: Actor, _today: date) -> Finding:
    """Whether the broker's file has an account for each device; some brokers keep their own."""
    wanted = {str(public_id) for public_id in Device.objects.enabled().values_list("public_id", flat=True)}
    if not settings.MQTT_PASSWORD_FILE:
        return Finding(State.DONE, str(_("The broker keeps its own")))
    file = Path(settings.MQTT_PASSWORD_FILE)
    there = credentials.parse(file.read_text()).keys() if file.exists() else set[str]()
    absent = len(wanted - there)
    words = ngettext("%d device", "%d devices", len(wanted)) % len(wanted)
    instead = ngettext("%d device has none", "%d devices have none", absent) % absent
    return counted(int(file.exists()), words, missing=absent, instead=instead)


def _consumer(_by: Actor, _today: date) -> Finding:
    return Finding(State.DONE, _("Listening")) if heartbeat.is_alive() else Finding(State.MISSING)


CHECKS = (
    Check(
        "broker_accounts",
        200,
        _("Accounts of devices on the broker"),
        _("Devices cannot sign in: no steps and no scans."),
        _accounts,
        command="write_broker_accounts",
    ),
    Check("consumer", 201, _("The consumer of messages"), _("What devices send waits at the broker."), _consumer),
)
