"""The broker's accounts follow the devices table."""

from pathlib import Path
from uuid import UUID

from django.conf import settings

from devices import credentials
from devices.models import Device


def write_accounts() -> int:
    """Make the broker's password file hold exactly the enabled devices, and leave the accounts of servers as they are.

    Safe to run at any time: a file that is right already stays untouched. Returns the number of devices.
    """
    if not settings.MQTT_PASSWORD_FILE:
        return 0
    path = Path(settings.MQTT_PASSWORD_FILE)
    present = credentials.parse(path.read_text()) if path.exists() else {}
    servers = {name: stored for name, stored in present.items() if not _is_device(name)}
    enabled = Device.objects.enabled().values_list("public_id", "secret_hash")
    devices = {str(public_id): stored for public_id, stored in enabled}
    credentials.replace(path, servers | devices)
    return len(devices)


def _is_device(account: str) -> bool:
    try:
        UUID(account)
    except ValueError:
        return False
    return True
